"""One night from its evening to its judgement."""

import contextlib
import json
import sys
import time
from dataclasses import asdict

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.paths import ROOT

from . import answers, flat, verdicts
from .recycling import Recycling
from .samples import Sampler
from .visitors import SESSIONS, Visitors
from .weather import Weather

EVENING = 30.0
"""Seconds before the first probe: users fill the caches of both workers, and the look
of the beginning comes to its end. A worker that loads its registry answers nobody."""

WARM_AFTER = 12
"""Purges in the evening: a process that builds all bundles again grows with each of the
first dozen, and then no more."""

CALM = 20.0
"""Seconds of calm between two faults, after the probe had its time to settle."""

PURGE_EVERY = 2
"""Faults between two purges of the asset cache."""

ODOO = {
    # users' own lines of the access log are theirs, not a leak
    "log_handler": "werkzeug:WARNING",
    "limit_request": "3000",
    # Odoo's own default counts address space, which says nothing about a leak
    "limit_memory_soft": "0",
}

EVERY_MINUTE = """
    UPDATE ir_cron SET interval_number = 1, interval_type = 'minutes'
    WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'ipai_health'
                 AND name IN ('ir_cron_quick', 'ir_cron_standard'))
"""


class Night:
    """What happens to ``site`` for ``minutes``, and what is made of it."""

    def __init__(self, site, mode, minutes, rate, seed):
        self._site = site
        self._mode = mode
        self._seconds = minutes * 60
        self._rate = rate
        self._seed = seed
        self._folder = site.instance.folder / "night"
        self._folder.mkdir(exist_ok=True)
        self._probes = self._file("probes")
        self._clicks = self._file("clicks")
        self.complaints = []
        self.purges = self.recycled = 0
        self.spells = []

    def _file(self, name):
        file = self._folder / name
        file.unlink(missing_ok=True)
        return file

    def spend(self):
        """Let the night go by; return its :class:`verdicts.Judgement` and the
        :class:`flat.Rise` of everything.
        """
        self._site.sql(EVERY_MINUTE)
        clicks = answers.Writer(self._clicks)
        with Visitors(self._site, clicks) as visitors:
            time.sleep(EVENING)
            for _purge in range(WARM_AFTER):
                self._purge()
            self.purges = 0
            with (
                self._prober(),
                Sampler(self._site) as sampler,
                Recycling(self._site.server) as recycling,
            ):
                self._storm(visitors)
        clicks.close()
        self.recycled = recycling.ended
        result = verdicts.judge(answers.read(self._probes), self.spells)
        verdicts.judge_clicks(answers.read(self._clicks), self.spells, result)
        self._look_back()
        self._keep("spells", self.spells)
        self._keep("samples", sampler.samples)
        logins = visitors.logins - SESSIONS
        return result, flat.rises(sampler.samples, self.spells, logins)

    def _keep(self, name, rows):
        """Keep ``rows`` beside the answers, for whoever wants to judge again."""
        lines = (json.dumps(asdict(row)) + "\n" for row in rows)
        self._file(name).write_text("".join(lines))

    @contextlib.contextmanager
    def _prober(self):
        """Probe from a process of its own; at the end wait for its last answer."""
        port = self._site.server.url.rpartition(":")[2]
        words = ["-m", "soak.prober", port, self._probes]
        words += ["--rate", str(self._rate), "--seconds", str(self._seconds)]
        prober = processes.start([sys.executable, *words], cwd=ROOT)
        try:
            yield
            if prober.wait(60) != 0:
                self.complaints.append("the prober broke")
        finally:
            processes.stop(prober)

    def _storm(self, visitors):
        """Fault after fault, with calm in between, until the night is over."""
        weather = Weather(self._site, self._mode, visitors, self._seed)
        self.spells = weather.spells
        end = time.monotonic() + self._seconds
        time.sleep(CALM)
        while time.monotonic() < end - 60:
            spell = weather.blow()
            print(f"{spell.name}: {spell.over - spell.began:.0f} s", flush=True)
            time.sleep(max(spell.past - time.time(), 0) + CALM / 2)
            if len(weather.spells) % PURGE_EVERY == 0:
                # a purge holds one of two workers for seconds, and a click the other
                # one, where that has to load its registry first
                with visitors.resting():
                    self._purge()
            time.sleep(CALM / 2)
        time.sleep(max(end - time.monotonic(), 0))

    def _purge(self):
        try:
            result = self._site.call("ipai.health.remedy", "apply", "purge-assets")
        except SandboxError as error:
            self.complaints.append(f"no purge: {error}")
            return
        self.purges += 1
        if result["state"] != "done" or result["open"]:
            self.complaints.append(f"a purge ended {result}")

    def _look_back(self):
        """Complain of what is still open, or still said to run."""
        if self._site.wait_for_pass() is None:
            self.complaints.append(f"no pass in the morning: {self._site.details()}")
        found = sorted(self._site.open_findings())
        if found:
            self.complaints.append(f"still open in the morning: {found}")
        ((self.runs, running),) = self._site.sql(
            "SELECT count(*), count(*) FILTER (WHERE state = 'running' AND "
            "start < now() AT TIME ZONE 'UTC' - interval '5 minutes') "
            "FROM ipai_health_run"
        )
        if running:
            self.complaints.append(f"{running} self-checks never ended")
