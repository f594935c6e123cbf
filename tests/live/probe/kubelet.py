"""Asks a server as Kubernetes does, by the probes of the shipped manifest."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import yaml
from sandbox.paths import ROOT

MANIFEST = ROOT / "docker" / "kubernetes" / "odoo.yaml"

USUAL = {"periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3}
"""What Kubernetes takes where a manifest says nothing."""

STARTUP, LIVENESS, READINESS = "startupProbe", "livenessProbe", "readinessProbe"


def shipped_probes():
    """Return the three probes of the container that runs Odoo."""
    for document in yaml.safe_load_all(MANIFEST.read_text()):
        pod = document.get("spec", {}).get("template", {}).get("spec", {})
        for container in pod.get("containers", ()):
            if STARTUP in container:
                kinds = (STARTUP, LIVENESS, READINESS)
                return {kind: USUAL | container[kind] for kind in kinds}
    raise AssertionError(f"{MANIFEST} has no startup probe")


class Kubelet:
    """Keeps what Kubernetes would know of ``server``: has it started, does it get
    traffic, how often was it killed for not living.
    """

    def __init__(self, server):
        self.server = server
        self.probes = shipped_probes()
        self.started = self.ready = False
        self.killed = 0
        self.asked = Counter()
        self.failed = Counter()
        self._in_a_row = Counter()
        self._due = dict.fromkeys(self.probes, time.monotonic())
        self._asking = {}
        self._askers = ThreadPoolExecutor(len(self.probes))

    def play(self, seconds, until=lambda: False):
        """Ask whatever is due, for so long; return whether ``until`` came true.

        Each probe waits for its own answers and for no other probe's; what became due
        meanwhile is asked once.
        """
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            for kind in self.probes:
                self._hear(kind)
                self._ask(kind)
            time.sleep(0.05)
        return until()

    def _ask(self, kind):
        if kind in self._asking or (kind == STARTUP) == self.started:
            return
        if time.monotonic() >= self._due[kind]:
            self._due[kind] += self.probes[kind]["periodSeconds"]
            self._asking[kind] = self._askers.submit(self._succeeds, self.probes[kind])

    def _hear(self, kind):
        if kind in self._asking and self._asking[kind].done():
            self._due[kind] = max(self._due[kind], time.monotonic())
            self._take(kind, self._asking.pop(kind).result())

    def _succeeds(self, probe):
        asked = probe["httpGet"]
        headers = {each["name"]: each["value"] for each in asked.get("httpHeaders", ())}
        code = self.server.get(
            asked["path"],
            timeout=probe["timeoutSeconds"],
            headers=headers,
            redirect=False,
        )[0]
        return 200 <= code < 400

    def _take(self, kind, success):
        self.asked[kind] += 1
        self.failed[kind] += not success
        self._in_a_row[kind] = 0 if success else self._in_a_row[kind] + 1
        given_up = self._in_a_row[kind] >= self.probes[kind]["failureThreshold"]
        if kind == READINESS:
            self.ready = success or (self.ready and not given_up)
        elif given_up:
            self.killed += 1
        elif kind == STARTUP and success:
            self.started = True
            now = time.monotonic()
            self._due |= {LIVENESS: now, READINESS: now}
