"""A worker is beyond its time limit: the server kills it and starts another."""

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from . import request_stuck
from ._system import children

LIMIT = 4
"""Seconds."""


def prepare(site):
    site.restart(f"--limit-time-real={LIMIT}", "--limit-time-real-cron=600")


def clean(site):
    site.restart()


def inject(site):
    """Let a request wait for a lock, until its worker is killed."""
    before = _workers(site)
    kept = request_stuck.inject(site)
    if not processes.wait_until(lambda: before - _workers(site), LIMIT * 4):
        raise SandboxError("no worker was killed")
    return kept


def _workers(site):
    """Return the processes that the server has begun."""
    return set(children(site.server.process.pid))


FAULT = Fault(
    title="a worker beyond its time limit",
    rule="",
    prepare=prepare,
    inject=inject,
    repair=request_stuck.repair,
    clean=clean,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("prefork",),
)
