"""Every process of PostgreSQL is stopped without ending (SIGSTOP)."""

import contextlib
import os
import signal

from sandbox.faults.fault import Fault

from ._postgres import processes_of


def inject(site):
    pids = processes_of(site.instance.postgres)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def repair(site, kept):
    for pid in kept:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


FAULT = Fault(
    title="PostgreSQL frozen (SIGSTOP)",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
