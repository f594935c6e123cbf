"""What a running server holds, looked at every few seconds."""

import contextlib
import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from sandbox import processes

EVERY = 5.0
"""Seconds between two samples."""

PRIVATE = re.compile(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", re.M)


@dataclass(frozen=True)
class Sample:
    """Everything at one moment (seconds since 1970); sizes in bytes, of the whole tree
    of the server's processes; ``largest`` of the one that holds most memory.
    """

    moment: float
    memory: int
    largest: int
    descriptors: int
    threads: int
    connections: int
    database: int
    log: int
    sessions: int


class Sampler:
    """Takes samples of ``site`` from a thread, until the end of ``with``."""

    def __init__(self, site):
        self._site = site
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.samples = []

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._end.set()
        self._thread.join()

    def _run(self):
        while not self._end.wait(EVERY):
            # no sample while PostgreSQL is the fault, or a process just ended
            with contextlib.suppress(psycopg2.Error, OSError):
                self.samples.append(sample(self._site))


def sample(site):
    """Return a :class:`Sample` of ``site``."""
    pids = processes.tree(site.server.process.pid)
    private = [_private(pid) for pid in pids]
    connections, size = site.instance.postgres.administer(
        "SELECT count(*) FILTER (WHERE usename = %s), pg_database_size(%s) "
        "FROM pg_stat_activity",
        [site.instance.postgres.user, site.database],
    )[0]
    sessions = site.instance.data / "sessions"
    return Sample(
        moment=time.time(),
        memory=sum(private),
        largest=max(private),
        descriptors=sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids),
        threads=sum(len(os.listdir(f"/proc/{pid}/task")) for pid in pids),
        connections=connections,
        database=size,
        log=site.server.log.stat().st_size,
        sessions=sum(1 for each in sessions.rglob("*") if each.is_file()),
    )


def _private(pid):
    """Return the bytes that only this process holds."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(map(int, PRIVATE.findall(text))) * 1024
