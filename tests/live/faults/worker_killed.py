"""A worker is killed; the server starts another one."""

import os
import signal

from sandbox.faults.fault import Fault

from ._system import children


def inject(site):
    """Kill the worker of HTTP that is the oldest."""
    os.kill(children(site.server.process.pid)[0], signal.SIGKILL)


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
