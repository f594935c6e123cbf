"""The disk of PostgreSQL is full and its log cannot grow: it ends."""

import contextlib

import psycopg2
from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from . import postgres_disk_full
from ._system import needing_root


def inject(site):
    """Ask for more segments of the log than there is room for."""
    place, other = postgres_disk_full.inject(site)

    def ended():
        with contextlib.suppress(psycopg2.Error):
            other.administer("UPDATE res_users SET id = id", None, site.database)
            other.administer("SELECT pg_switch_wal()", None, site.database)
        return other.process.poll() is not None

    if not processes.wait_until(ended, 60):
        raise SandboxError("PostgreSQL still found room")
    return place, other


FAULT = Fault(
    title="the log of PostgreSQL without room",
    rule="database-unreachable",
    inject=inject,
    repair=postgres_disk_full.repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
    alone=True,
    needs=needing_root,
)
