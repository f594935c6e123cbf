"""A worker is beyond its time limit: the server kills it and starts another."""

from sandbox import processes, workers
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from . import request_stuck
from ._node import restart

LIMIT = 4
"""Seconds."""


def prepare(site):
    site.restart(f"--limit-time-real={LIMIT}", "--limit-time-real-cron=600")


def inject(site):
    """Let a request wait for a lock, until its worker is killed."""
    before = set(workers.of(site.server))
    kept = request_stuck.inject(site)
    if not processes.wait_until(
        lambda: before.difference(workers.of(site.server)), LIMIT * 4
    ):
        raise SandboxError("no worker was killed")
    return kept


FAULT = Fault(
    title="a worker beyond its time limit",
    rule="",
    prepare=prepare,
    inject=inject,
    repair=request_stuck.repair,
    clean=restart,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("prefork",),
)
