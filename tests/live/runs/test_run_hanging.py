"""A look that reads a file which never answers, in a server that goes on."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from sandbox.site import Site

from .steps import looked, until

KEEPERS = """
    SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid != pg_backend_pid()
           AND state LIKE 'idle in transaction%' AND backend_xmin IS NOT NULL
"""
"""Who keeps PostgreSQL from cleaning, and does nothing."""

UPGRADE = (
    "SET lock_timeout = '2s'; "
    "ALTER TABLE ir_attachment ADD COLUMN x_upgrade int; "
    "ALTER TABLE ir_attachment DROP COLUMN x_upgrade"
)

OUTCOME = "SELECT outcome, reason FROM ipai_health_check WHERE name = 'printers'"

OPEN = (
    "SELECT rule FROM ipai_health_finding "
    "WHERE state = 'open' AND subject IN ('printers', 'label-1')"
)


@pytest.fixture
def pipe(tmp_path):
    """Return a file that keeps whoever opens it: nothing ends that call."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    yield path
    answer(path)


def answer(pipe):
    """Let whoever opens the file ``pipe`` come back, now and later."""
    whole = Path(f"{pipe}.whole")
    whole.touch()
    before = os.open(pipe, os.O_RDWR)
    whole.replace(pipe)
    os.close(before)


def begun(pipe):
    """Return how many looks came to that file."""
    notes = Path(f"{pipe}.begun")
    return len(notes.read_text()) if notes.exists() else 0


def run_now(site, session):
    """Let the server look as its administrator asks."""
    method = "/web/dataset/call_kw/ipai.health.overview/run_now"
    question = {
        "params": {
            "model": "ipai.health.overview",
            "method": "run_now",
            "args": ["quick"],
            "kwargs": {},
        }
    }
    body = site.server.get(
        method,
        headers={**session, "Content-Type": "application/json"},
        data=json.dumps(question).encode(),
        method="POST",
        timeout=60,
    )[2]
    return json.loads(body)["result"]


def test_a_read_that_hangs_leaves_one_thread_and_no_transaction(
    odoo, sampled, told, sql, cluster, pipe
):
    looked(odoo, sampled, "--check", "printers")
    told(f"read {pipe}", seconds=2)
    with (
        odoo.serve("-d", sampled, "--max-cron-threads=0") as server,
        contextlib.closing(cluster.connect(sampled)) as another,
    ):
        site = Site(odoo, server.wait(), sampled)
        session = site.log_in()
        # somebody else's transaction, of the same user
        user = another.cursor()
        user.execute("BEGIN; SELECT count(*) FROM res_users")

        def look():
            # refused while the node stores what its own checks found
            until(lambda: run_now(site, session), 60)

        look()
        assert begun(pipe) == 1
        assert sql(OUTCOME) == [("timed-out", "stopped after 2 s")]
        for _run in range(3):
            look()
        assert begun(pipe) == 1
        hanging = f"its last look still hangs in process {server.process.pid}"
        assert sql(OUTCOME) == [("timed-out", hanging)]
        assert sql(OPEN) == [("check-timed-out",)]
        until(lambda: not sql(KEEPERS), 10)
        sql(UPGRADE)
        user.execute("SELECT count(*) FROM res_users; COMMIT")
        answer(pipe)

        def came_back():
            look()
            return sql(OUTCOME) == [("done", None)]

        until(came_back, 30)
        assert begun(pipe) == 2
        assert sql(OPEN) == []
        assert site.code("/web/login") == 200
