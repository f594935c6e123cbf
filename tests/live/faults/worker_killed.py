"""A worker is killed; the server starts another one."""

import os
import signal
from pathlib import Path

from sandbox.faults.fault import Fault


def inject(site):
    """Kill the worker of HTTP that is the oldest."""
    master = site.server.process.pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)


def repair(_site, _kept):
    """Nothing: the server does it."""


FAULT = Fault(
    title="a worker killed",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("prefork",),
)
