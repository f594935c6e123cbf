"""A worker is killed; the server starts another one."""

import os
import signal

from sandbox import processes, workers
from sandbox.faults.fault import Fault


def inject(site):
    """Kill the worker of HTTP that is the oldest, and see it gone: the request that it
    had in hand goes with it.
    """
    oldest = workers.of(site.server)[0]
    os.kill(oldest, signal.SIGKILL)
    processes.wait_until(lambda: oldest not in workers.of(site.server), 10)


def repair(_site, _kept):
    """Nothing: the server does it."""


FAULT = Fault(
    title="a worker killed",
    rule="",
    # the new worker, if it is met while it loads its registry, is not ready
    also=("registry-not-loadable",),
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("prefork",),
)
