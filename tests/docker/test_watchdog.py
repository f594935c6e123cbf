"""docker/systemd: for as long as Odoo answers systemd is told, and busy is not dead."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import itertools
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.docker import busy

SYSTEMD = Path(__file__).parents[2] / "docker/systemd"
WATCHDOG = SYSTEMD / "odoo-watchdog"
WATCHDOG_SECONDS = int(
    re.search(r"^WatchdogSec=(\d+)$", (SYSTEMD / "odoo.service").read_text(), re.M)[1]
)


class Played:
    """The shipped watchdog on a clock of its own, beside an Odoo whose workers are all
    busy from one second to another.
    """

    def __init__(self, begin: float, end: float) -> None:
        loader = importlib.machinery.SourceFileLoader("watchdog", str(WATCHDOG))
        spec = importlib.util.spec_from_loader("watchdog", loader)
        self.script = importlib.util.module_from_spec(spec)
        loader.exec_module(self.script)
        self.script.time = SimpleNamespace(monotonic=lambda: self.now, sleep=self.pass_)
        self.script.is_alive = self.is_alive
        self.script.notify = lambda _message: self.told.append(self.now)
        self.begin, self.end = begin, end
        self.now = 0.0
        self.told: list[float] = []
        self.asked: list[float] = []

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def is_alive(self) -> bool:
        """Wait in the queue, as long as the script does."""
        self.asked.append(self.now)
        if self.begin <= self.now < self.end:
            self.now = min(self.end, self.now + self.script.TIMEOUT)
        return not self.begin <= self.now < self.end

    def poll(self) -> int | None:
        """End some time after all that."""
        return 0 if self.now > self.end + 2 * WATCHDOG_SECONDS else None

    def play(self) -> Played:
        """Watch from the beginning to the end."""
        self.script.watch(self)
        return self


def between(moments: list[float]) -> list[float]:
    """Return the seconds from each to the next."""
    return [later - one for one, later in itertools.pairwise(moments)]


@pytest.fixture(autouse=True)
def shipped(monkeypatch):
    """Say what systemd says of the shipped unit."""
    monkeypatch.setenv("WATCHDOG_USEC", f"{WATCHDOG_SECONDS}000000")


def test_workers_that_are_busy_as_long_as_odoo_lets_them_are_not_ended():
    """However that falls between the questions."""
    for begin in range(1, WATCHDOG_SECONDS):
        played = Played(begin, begin + busy.LONGEST).play()
        assert max(between(played.told)) < WATCHDOG_SECONDS


def test_an_answer_that_is_lost_does_not_put_off_the_next_question():
    played = Played(19, 51).play()
    pauses = between(played.asked)
    assert max(pauses) - min(pauses) < 1


def test_an_odoo_that_is_stuck_for_good_is_told_by_silence():
    played = Played(40, 40 + 3 * WATCHDOG_SECONDS).play()
    assert max(between(played.told)) > 3 * WATCHDOG_SECONDS
    assert [moment for moment in played.told if 40 < moment < played.end] == []


@pytest.fixture
def systemd(tmp_path):
    """Give the socket that systemd would listen on, and its address."""
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(address))
        channel.settimeout(10)
        yield channel, str(address)


def test_the_watchdog_tells_systemd_for_as_long_as_odoo_answers(probe, systemd):
    channel, address = systemd
    command = [sys.executable, WATCHDOG, "sleep", "60"]
    environment = {
        **os.environ,
        "NOTIFY_SOCKET": address,
        "WATCHDOG_USEC": "900000",
        "HTTP_PORT": str(probe.port),
    }
    watchdog = subprocess.Popen(command, env=environment)
    try:
        assert b"READY=1" in channel.recv(1000)
        assert channel.recv(1000) == b"WATCHDOG=1"
        assert channel.recv(1000) == b"WATCHDOG=1"
        probe.answers["/ipai/health/live"] = 500
        time.sleep(1)
        channel.settimeout(0.1)
        with pytest.raises(TimeoutError):
            while True:
                channel.recv(1000)
        channel.settimeout(1.5)
        with pytest.raises(TimeoutError):
            channel.recv(1000)
    finally:
        watchdog.terminate()
    assert watchdog.wait(10) == 128 + 15


def test_the_watchdog_ends_with_odoo(probe):
    command = [sys.executable, WATCHDOG, "sh", "-c", "exit 3"]
    done = subprocess.run(command, timeout=20, check=False)
    assert done.returncode == 3
