"""Kills of Odoo's own processes: a worker, its scheduled actions, the node's helper,
the master.
"""

import contextlib
import os
import signal
from pathlib import Path

from sandbox import processes, workers

from ipai_health.probe.drain import node_name, own_file

from . import remains
from .work import Work

ELECTED = 20.0
"""Seconds until another process must hold the node's lock: they try every five."""

DUE = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '1 second'
    WHERE id = (SELECT res_id FROM ir_model_data WHERE module = 'ipai_health'
                AND name = 'ir_cron_quick')
"""


def worker(scene, ledger):
    """Kill a worker that serves requests."""
    with Work(scene, ledger) as work:
        scene.pause(3.0)
        kill(scene.chance.choice(living(scene)))
        scene.pause(1.0)
    return work.kind, []


def scheduled(scene, ledger):
    """Kill the workers of scheduled actions while the self-check of one is due."""
    scene.site.sql(DUE)
    scene.postgres.execute(f"NOTIFY cron_trigger, '{scene.site.database}'")
    scene.pause(3.0)
    running = bool(scene.site.sql(remains.RUNNING))
    for pid in workers.of(scene.site.server, "WorkerCron"):
        kill(pid)
    return "a run" if running else "between runs", []


def master(scene, ledger):
    """Kill the process that leads the others: they must follow. Odoo's own workers of
    scheduled actions look for it about once a minute only.
    """
    slow = workers.of(scene.site.server, "WorkerCron")
    pids = set(processes.tree(scene.master.pid)[1:]) - set(slow)
    with Work(scene, ledger) as work:
        scene.pause(2.0)
        kill(scene.master.pid)
        scene.master.wait()
    processes.wait_until(lambda: not processes.alive(pids), remains.PATIENCE, 0.1)
    left = processes.alive(pids)
    return work.kind, [f"processes live on: {left}"] if left else []


def helper(scene, ledger):
    """Kill the process whose thread tends the node; another one must take its place."""
    lock = lock_of(scene)
    holder = processes.wait_until(lambda: _holder(lock), ELECTED, 0.2)
    if not holder:
        return "nobody elected", ["no process holds the node's lock"]
    scene.pause(5.0)
    kill(holder)
    elected = processes.wait_until(
        lambda: (now := _holder(lock)) and now != holder, ELECTED, 0.2
    )
    complaints = [] if elected else [f"nobody was elected within {ELECTED:.0f} s"]
    before = _sign_of_life(scene)
    if not processes.wait_until(lambda: _sign_of_life(scene) > before, 40.0, 0.5):
        complaints.append("the node gives no sign of life any more")
    return "elected again", complaints


def living(scene):
    """Return the workers that serve requests, waiting for one to come."""
    return processes.wait_until(lambda: workers.of(scene.site.server), 30.0, 0.1)


def kill(pid):
    """Kill ``pid`` without a word, unless it has just ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def lock_of(scene):
    """Return the lock file of the node."""
    node = node_name(scene.site.server.port)
    return Path(f"{own_file(str(scene.instance.data), node, 'node')}.lock")


def _holder(lock):
    """Return the pid that holds the file ``lock``, 0 when nobody does."""
    try:
        inode = lock.stat().st_ino
    except OSError:
        return 0
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if "FLOCK" in words and words[5].endswith(f":{inode}"):
            return int(words[4])
    return 0


def _sign_of_life(scene):
    rows = scene.site.sql("SELECT max(last_seen) FROM ipai_health_node")
    return rows[0][0]
