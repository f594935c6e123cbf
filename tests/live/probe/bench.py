"""A served database whose PostgreSQL a test may break, and what is measured there."""

import contextlib
import os
import re
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from sandbox.instance import Instance, Server
from sandbox.link import Link
from sandbox.postgres import EmbeddedPostgres

from ipai_health.probe.resolve import KEPT_SECONDS

IN_TIME = 2.0
"""The promise: seconds for an answer, in every fault."""

BACK = 4.0
"""Seconds after the end of a fault: 2 s that a silent server is left alone, a look."""

FAIL = b'{"status": "fail"}'
ADAPTER = Path(__file__).parents[3] / "ipai_health" / "probe" / "odoo_adapter.py"

HANGING_RESOLVER = """
import _socket, os, time

_resolve = _socket.getaddrinfo
_sleep = time.sleep


def getaddrinfo(host, *arguments, **options):
    while host in ("localhost", b"localhost") and os.path.exists({flag!r}):
        _sleep(0.05)
    return _resolve(host, *arguments, **options)


_socket.getaddrinfo = getaddrinfo
"""
"""Put in front of the system's resolver, gevent's too: it hangs as long as the file is
there.
"""


@dataclass
class Leftovers:
    """What a process holds: threads and descriptors."""

    threads: int
    descriptors: int


@dataclass
class Bench:
    """One server, the PostgreSQL behind its link, and the ports that answer."""

    instance: Instance
    server: Server
    postgres: EmbeddedPostgres
    link: Link
    database: str
    flag: Path
    ports: list = field(default_factory=list)

    def ask(self, path="/ipai/health", port=None, **options):
        """Return code, body and seconds."""
        started = time.monotonic()
        port = port or self.ports[0]
        code, _headers, body = self.server.get(path, timeout=10, port=port, **options)
        return code, body, time.monotonic() - started

    def ask_all(self, path="/ipai/health", times=4):
        """Ask each port, often enough to meet every worker."""
        return [self.ask(path, port) for port in self.ports for _each in range(times)]

    def well(self):
        """Tell whether every port answers 200."""
        return all(code == 200 for code, _body, _seconds in self.ask_all())

    def processes(self):
        """Return the pids of the server and its workers."""
        pid = self.server.process.pid
        found = [pid]
        for parent in found:
            with contextlib.suppress(OSError):
                for task in os.listdir(f"/proc/{parent}/task"):
                    children = Path(f"/proc/{parent}/task/{task}/children").read_text()
                    found += [int(each) for each in children.split()]
        return found

    def leftovers(self):
        """Return what each process holds, once the last request is over."""
        last, now = None, self._leftovers()
        while now != last:
            time.sleep(0.3)
            last, now = now, self._leftovers()
        return now

    def _leftovers(self):
        return {
            pid: Leftovers(
                len(os.listdir(f"/proc/{pid}/task")), len(os.listdir(f"/proc/{pid}/fd"))
            )
            for pid in self.processes()
        }

    def resident(self):
        """Return the memory of all processes, in bytes, without what is mapped from
        files: how much of that counts depends on who else on the machine maps it.
        """
        total = 0
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Anonymous:\s+(\d+)", text, re.M)[1]) * 1024
        return total

    def log(self):
        """Return the server's log so far."""
        return self.server.log.read_text(errors="replace")

    def forget_connections(self):
        """End every connection to the database, as a restart of PostgreSQL would."""
        self.link.cut()

    @contextlib.contextmanager
    def postgres_stopped(self):
        self.postgres.stop()
        try:
            yield
        finally:
            self.postgres.start()

    @contextlib.contextmanager
    def postgres_sigstopped(self):
        pid = self.postgres.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pids = [pid, *map(int, children)]
        _signal_all(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal_all(pids, signal.SIGCONT)

    @contextlib.contextmanager
    def silent_listener(self):
        self.link.silence()
        try:
            yield
        finally:
            self.link.heal()

    @contextlib.contextmanager
    def black_hole(self):
        self.link.vanish()
        try:
            yield
        finally:
            self.link.heal()

    @contextlib.contextmanager
    def hanging_resolver(self):
        self.flag.touch()
        time.sleep(KEPT_SECONDS)
        try:
            yield
        finally:
            self.flag.unlink()

    @contextlib.contextmanager
    def locked_table(self, table="ir_module_module"):
        connection = self.postgres.connect(self.database)
        connection.autocommit = False
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"LOCK {table} IN ACCESS EXCLUSIVE MODE")
            yield

    @contextlib.contextmanager
    def slots_taken(self):
        taken = []
        with contextlib.suppress(psycopg2.OperationalError):
            while True:
                taken.append(self.postgres.connect(self.database))
        try:
            yield
        finally:
            for each in taken:
                each.close()


def _signal_all(pids, number):
    """Send a signal to processes of which some may have ended by now."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def grown(before, after, slack=2):
    """Return which processes hold more than before, beyond the two connections that
    Odoo itself may have opened again meanwhile.
    """
    return {
        pid: (before[pid], now)
        for pid, now in after.items()
        if pid in before
        and (
            now.threads > before[pid].threads
            or now.descriptors > before[pid].descriptors + slack
        )
    }


def adapter_seconds(name: str) -> float:
    """Return a figure of the adapter, which needs Odoo to be imported."""
    found = re.search(rf"^{name} = ([\d.]+)", ADAPTER.read_text(), re.MULTILINE)
    return float(found[1])
