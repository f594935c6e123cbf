"""A second node of the database is killed and does not come back."""

import os
import signal

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.faults.fault import Fault

from ._neighbour import name_of, start


def inject(site):
    """Kill it once it is known."""
    server = start(site)
    known = "SELECT 1 FROM ipai_health_node WHERE port = %s"
    if not processes.wait_until(lambda: site.sql(known, [server.port]), 30):
        raise SandboxError("the second node never gave a sign of life")
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    return server.port, name_of(site, server)


def repair(site, kept):
    """Start the node again, and take it away properly."""
    port, _name = kept
    start(site, port=port).stop()


FAULT = Fault(
    title="a node that is lost",
    rule="node-silent",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    patience=120.0,
)
