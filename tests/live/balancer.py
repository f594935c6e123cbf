"""Two Odoo nodes behind a real balancer, and visitors who count every failure."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import processes
from sandbox.instance import Instance, Server
from sandbox.site import BUNDLE

from ipai_health.probe import drain
from ipai_health.probe.application import DRAIN_SECONDS

LOGIN = "/web/login?visitor"
"""The page that visitors ask for; each node asks itself for the one without the word.
"""

RATE = 50
"""Requests a second: what the promise about rolling restarts speaks of."""


class Node:
    """One Odoo server of several that share a database and a data folder."""

    def __init__(self, instance: Instance, name: str):
        self.instance = instance
        self.name = name
        self.port = processes.free_port()
        self.server: Server | None = None
        self.start()

    @property
    def drain_file(self) -> str:
        return drain.default_file(str(self.instance.data), drain.node_name(self.port))

    @contextlib.contextmanager
    def drained(self):
        """Take it out of every balancer for as long as ``with`` lasts."""
        Path(self.drain_file).touch()
        time.sleep(DRAIN_SECONDS)  # what it knew of the file is good for so long
        try:
            yield
        finally:
            Path(self.drain_file).unlink(missing_ok=True)

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.server = self.instance.serve("-d", self.name, port=self.port)
        self.server.wait("/ipai/health/ready")

    def requests(self) -> int:
        """Return how often it has served visitors their page."""
        return self.server.log.read_text(errors="replace").count(f'"GET {LOGIN} ')


class Nodes:
    """Two nodes of one database; ``with`` ends them."""

    def __init__(self, instance: Instance, name: str):
        self.all = [Node(instance, name) for _number in range(2)]

    def __iter__(self):
        return iter(self.all)

    def __enter__(self):
        return self.all

    def __exit__(self, *_error):
        for node in self.all:
            node.server.stop()


class CutShort(http.client.HTTPException):
    """An answer began and did not end."""


@dataclass
class Visitors:
    """Ask for pages at a steady rate from the moment of ``with`` to its end.

    With ``again`` they ask once more for an answer that was cut short in the middle:
    a node that is killed while it sends cannot be hidden by any balancer.
    """

    port: int
    paths: list[str]
    rate: int = RATE
    again: bool = False
    answers: int = 0
    cut: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __enter__(self):
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=self._visit, args=(number,), daemon=True)
            for number in range(10)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._end.set()
        for thread in self._threads:
            thread.join(60)

    def _visit(self, number: int) -> None:
        pause = len(self._threads) / self.rate
        next_time = time.monotonic() + number / self.rate
        for path in itertools.islice(itertools.cycle(self.paths), number, None):
            if self._end.wait(max(0.0, next_time - time.monotonic())):
                return
            next_time = max(next_time + pause, time.monotonic() - 1)
            self._ask(path)

    def _ask(self, path: str) -> None:
        try:
            try:
                self._ask_once(path)
            except CutShort:
                if not self.again:
                    raise
                self.cut.append(path)
                self._ask_once(path)
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{path}: {type(error).__name__} {error}")

    def _ask_once(self, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            try:
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                raise CutShort(str(error)) from error
            self.answers += 1
            if answer.status != 200:
                self.failures.append(f"{path}: {answer.status}")
        finally:
            connection.close()


def pages(server: Server) -> list[str]:
    """Return the login page and its bundles, which Odoo has built by now."""
    _code, _headers, page = server.get(LOGIN)
    found = sorted(set(BUNDLE.findall(page.decode())))
    for path in found:
        server.get(path)
    return [LOGIN, *found]


@contextlib.contextmanager
def running(command: list[object], log: Path, port: int):
    """Give a balancer that listens on ``port``."""
    with log.open("wb") as out:
        process = processes.start(command, stdout=out, stderr=out)
    try:
        if not processes.wait_until(lambda: _listens(process, port), 10):
            raise AssertionError(f"it does not listen: {log.read_text()}")
        yield process
    finally:
        processes.stop(process, patience=5)


def _listens(process: subprocess.Popen, port: int) -> bool:
    if process.poll() is not None:
        return False
    with contextlib.suppress(OSError):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        connection.connect()
        connection.close()
        return True
    return False


def get(port: int, path: str) -> tuple[int, bytes]:
    """Return code and body of ``path`` at ``port``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
