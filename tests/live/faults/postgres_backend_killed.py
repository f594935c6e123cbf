"""A process of PostgreSQL is killed: it ends all sessions and recovers by itself."""

import os
import signal

from sandbox import processes
from sandbox.faults.fault import Fault


def inject(site):
    """Kill a session, and wait until PostgreSQL takes connections again."""
    postgres = site.instance.postgres
    connection = postgres.connect(site.database)
    os.kill(connection.info.backend_pid, signal.SIGKILL)
    processes.wait_until(postgres.is_answering, 20)


def repair(_site, _kept):
    """Nothing: PostgreSQL does it."""


FAULT = Fault(
    title="PostgreSQL recovering from a crash",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
