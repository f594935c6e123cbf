"""A worker that loaded a registry is beyond its memory limit: each ends after its
request, and another begins.
"""

import psutil
from sandbox import processes, workers
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from ._node import restart


def inject(site):
    """Let every worker be too large as soon as it served a user."""
    site.server.stop()
    site.server = site.instance.serve(mode=site.mode, port=site.server.port).wait()
    _ask(site, "/ipai/health")
    without = _smallest(site)
    _ask(site, "/web/login")
    site.restart(f"--limit-memory-soft={(without + _smallest(site)) // 2}")
    before = set(workers.of(site.server))
    _ask(site, "/web/login")
    if not processes.wait_until(lambda: before - set(workers.of(site.server)), 10):
        raise SandboxError("no worker was beyond its limit")


def _ask(site, path):
    """Ask so often that each worker has answered."""
    for _each in range(20):
        assert site.code(path) == 200


def _smallest(site):
    """Return the size of the smallest worker: how much a registry takes differs by
    what its threads have reserved before.
    """
    return min(psutil.Process(pid).memory_info().vms for pid in workers.of(site.server))


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
