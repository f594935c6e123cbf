"""Steps that the tests of runs share."""

import json
import subprocess
import time

OURS = {"database", "modules", "assets", "filestore", "views", "fields", "references"}
"""Checks that every whole run looks with."""


def looked(odoo, database, *words):
    """Return exit code and JSON of ``odoo health``."""
    done = odoo.health(database, "--format", "json", *words)
    return done.returncode, json.loads(done.stdout)


def rules(answer):
    """Return the rules of what was found."""
    return {each["rule"] for each in answer["findings"]}


def start(odoo, words, stderr=subprocess.DEVNULL):
    """Return Odoo started with ``words``; what it says goes nowhere but ``stderr``."""
    return subprocess.Popen(
        odoo.command(*words),
        env=odoo.variables(),
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )


def running(sql):
    """Tell whether a run is under way."""
    return sql("SELECT 1 FROM ipai_health_run WHERE state = 'running' LIMIT 1")


def lock_held(sql):
    """Tell whether somebody holds the lock of runs."""
    return sql(
        "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND d.datname = current_database()",
    )


def until(true, seconds):
    """Wait until ``true`` returns so, at most ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
