"""``kill -9`` at random moments of a run."""

import contextlib
import random
import signal
import subprocess
import time

import pytest

from .steps import OURS, lock_held, looked, running, start, until

KILLS = [5, pytest.param(50, marks=pytest.mark.torture)]
"""Runs that are killed one after the other."""


@pytest.mark.parametrize("kills", KILLS)
def test_killed_runs_leave_nothing_half_written(odoo, sampled, told, sql, kills):
    seed = int(time.time())
    print(f"seed {seed}, {kills} kills")
    chance = random.Random(seed)
    broken = _broken_view(sql)
    told("slow", seconds=30)
    _assert_complete_and_right(odoo, sampled, broken)
    for number in range(kills):
        process = start(odoo, ("health", "-d", sampled, "--full"))
        until(lambda: running(sql), 60)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.0, 8.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        until(lambda: not lock_held(sql), 30)
        _assert_nothing_half_written(sql, broken)
        if number % 10 == 4:
            _assert_complete_and_right(odoo, sampled, broken)
            states = dict(sql("SELECT state, count(*) FROM ipai_health_run GROUP BY 1"))
            assert states.keys() <= {"done", "interrupted"}
    sql(f"DELETE FROM ir_ui_view WHERE id = {broken}")
    told("quiet")
    assert looked(odoo, sampled, "--full")[1]["findings"] == []


def _broken_view(sql):
    """Return the id of a new view with a fault: what every run must find."""
    ((view_id,),) = sql(
        "INSERT INTO ir_ui_view (name, model, type, mode, active, priority, arch_db) "
        "VALUES ('killed', 'res.partner', 'form', 'primary', true, 99, "
        """jsonb_build_object('en_US', '<form><field name="lost"/></form>')) """
        "RETURNING id"
    )
    return view_id


def _assert_complete_and_right(odoo, sampled, broken):
    """Assert that a run looks with every check and finds the one fault there is."""
    _code, answer = looked(odoo, sampled, "--full")
    (finding,) = answer["findings"]
    assert (finding["rule"], finding["res_id"]) == ("view-field-missing", broken)
    assert answer["durations"].keys() >= OURS | {"printers"}


def _assert_nothing_half_written(sql, broken):
    """Assert that the finding stands once and open, with its check, and that at most
    one run is not marked as ended.
    """
    findings = sql(
        "SELECT rule, state, res_id, check_id IS NOT NULL FROM ipai_health_finding "
        "WHERE state != 'resolved'"
    )
    assert findings == [("view-field-missing", "open", broken, True)]
    twice = sql(
        "SELECT rule, subject, node FROM ipai_health_finding "
        "GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )
    assert twice == []
    running = sql("SELECT count(*) FROM ipai_health_run WHERE state = 'running'")
    assert running <= [(1,)]
    checks = sql("SELECT status FROM ipai_health_check WHERE name = 'views'")
    assert checks == [("warn",)]
