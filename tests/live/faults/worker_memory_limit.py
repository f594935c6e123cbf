"""A worker that loaded a registry is beyond its memory limit: each ends after its
request, and another begins.
"""

import psutil
from sandbox import workers
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from ._node import restart

ROOM = 24 * 2**20
"""Bytes beyond a worker that only answered the probe; a registry takes more."""


def inject(site):
    """Let every worker be too large as soon as it served a user."""
    site.server.stop()
    site.server = site.instance.serve(mode=site.mode, port=site.server.port).wait()
    for _each in range(20):
        site.code("/ipai/health")
    sizes = [psutil.Process(pid).memory_info().vms for pid in workers.of(site.server)]
    # one of them has a registry already, for the node's own checks
    site.restart(f"--limit-memory-soft={min(sizes) + ROOM}")
    before = set(workers.of(site.server))
    for _each in range(6):
        assert site.code("/web/login") == 200
    if not before.difference(workers.of(site.server)):
        raise SandboxError("no worker was beyond its limit")


FAULT = Fault(
    title="workers beyond their memory limit",
    rule="",
    inject=inject,
    repair=restart,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    modes=("prefork",),
)
