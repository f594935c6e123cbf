"""A worker is killed; the server starts another one."""

import os
import signal

from sandbox import workers
from sandbox.faults.fault import Fault


def inject(site):
    """Kill the worker of HTTP that is the oldest."""
    os.kill(workers.of(site.server)[0], signal.SIGKILL)


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
