"""Kills of PostgreSQL: the backend of a client, and the postmaster."""

from sandbox import processes

from . import remains
from .server_kills import kill
from .work import Work

BACKENDS = "SELECT pid FROM pg_stat_activity WHERE usename = %s"


def backend(scene, ledger):
    """Kill a backend of Odoo's: PostgreSQL ends all others and recovers."""
    with Work(scene, ledger) as work:
        scene.pause(2.0)
        rows = scene.postgres.administer(BACKENDS, [scene.postgres.user])
        if not rows:
            return work.kind, ["Odoo has no connection to PostgreSQL"]
        kill(scene.chance.choice(rows)[0])
        scene.pause(1.0)
    return work.kind, []


def postmaster(scene, ledger):
    """Kill the postmaster: its backends end, and the next start recovers."""
    pids = processes.tree(scene.postgres.process.pid)
    with Work(scene, ledger) as work:
        scene.pause(2.0)
        kill(pids[0])
        scene.postgres.process.wait()
        scene.pause(1.0)
        # its shared memory is free once the last of its children is gone
        processes.wait_until(lambda: not processes.alive(pids), remains.PATIENCE, 0.1)
        scene.postgres.process = None
        scene.postgres.start()
    return work.kind, []
