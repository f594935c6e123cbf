"""No lock that a user's request, or an upgrade, can feel."""

import contextlib
import time
from pathlib import Path

from .steps import running, start, until

STRONG = """
    SELECT DISTINCT class.relname, held.mode
      FROM pg_locks AS held
      JOIN pg_class AS class ON class.oid = held.relation
      JOIN pg_stat_activity AS activity
        ON activity.pid = held.pid AND activity.backend_type = 'client backend'
     WHERE held.database = (SELECT oid FROM pg_database
                             WHERE datname = current_database())
           AND held.pid != pg_backend_pid() AND held.mode NOT IN (
               'AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
           AND class.relname !~ '^(ipai_health_|pg_)'
"""
"""Locks that keep anybody from reading or writing a table that is not ours."""

WORK = """
    UPDATE res_users SET write_date = now() WHERE id = 2;
    UPDATE res_partner SET write_date = now() WHERE id = 1;
    UPDATE ir_ui_view SET write_date = write_date WHERE id = 1;
    UPDATE ir_module_module SET write_date = write_date WHERE name = 'base';
"""
"""What users do meanwhile; it fails when it has to wait."""

KEEPERS = """
    SELECT activity.backend_xmin::text
      FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
     WHERE held.locktype = 'advisory' AND activity.datname = current_database()
           AND activity.backend_xmin IS NOT NULL
           AND activity.state = 'idle in transaction'
"""
"""A run that keeps PostgreSQL from cleaning for as long as it takes."""


def test_a_run_takes_no_lock_that_a_request_feels(odoo, sampled, told, sql, cluster):
    told("slow", seconds=30)
    run = start(odoo, ("health", "-d", sampled, "--full"))
    until(lambda: running(sql), 60)
    samples, strong, kept, advisory = 0, set(), set(), 0
    with contextlib.closing(cluster.connect(sampled)) as connection:
        cursor = connection.cursor()
        cursor.execute("SET lock_timeout = '200ms'")

        def rows(statement):
            cursor.execute(statement)
            return cursor.fetchall()

        while run.poll() is None:
            samples += 1
            cursor.execute(WORK)
            strong |= set(rows(STRONG))
            kept |= set(rows(KEEPERS))
            advisory += len(rows("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"))
            time.sleep(0.01)
    assert run.returncode == 0
    assert samples > 100
    assert advisory > 100, "the run was not looked at while it held its own lock"
    assert strong == set()
    assert kept == set()


def test_an_upgrade_need_not_wait_for_the_look_through_the_filestore(
    odoo, sampled, sql, cluster
):
    name = _slow_file(odoo, sql, sampled)
    run = start(odoo, ("health", "-d", sampled, "--full", "--check", "filestore"))
    try:
        until(lambda: _reads(run, name), 60)
        sql(
            "SET lock_timeout = '2s'; "
            "ALTER TABLE ir_attachment ADD COLUMN x_upgrade int; "
            "ALTER TABLE ir_attachment DROP COLUMN x_upgrade"
        )
        assert _reads(run, name), "the look was over before the upgrade"
    finally:
        run.kill()
        run.wait()
        sql("DELETE FROM ir_attachment WHERE name = 'slow'")
        (odoo.filestore(sampled) / name).unlink()


def _slow_file(odoo, sql, database):
    """Return the name of a stored file that takes seconds to read: 8 GB of nothing."""
    name = "5l/" + "5l" + "0" * 38
    file = odoo.filestore(database) / name
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as out:
        out.truncate(8 << 30)
    sql(
        "INSERT INTO ir_attachment (name, type, store_fname) "
        f"VALUES ('slow', 'binary', '{name}')"
    )
    return name


def _reads(process, name):
    """Tell whether ``process`` has the file ``name`` open."""
    with contextlib.suppress(OSError):
        for file in Path(f"/proc/{process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(file.readlink()).endswith(name):
                    return True
    return False
