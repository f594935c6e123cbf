"""One check that crashes or hangs, and all others as ever."""

import subprocess
import time

import pytest

from .steps import OURS, looked, rules, start, until

SLEEPS = (
    "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' "
    "AND pid != pg_backend_pid()"
)


def test_crash_is_a_result_and_hides_nothing(odoo, sampled, told):
    told("silent")
    looked(odoo, sampled)
    told("crash")
    code, answer = looked(odoo, sampled)
    assert code == 2
    assert rules(answer) == {"check-crashed", "printer-silent"}
    assert answer["durations"].keys() >= OURS
    told("quiet")
    code, answer = looked(odoo, sampled)
    assert (code, rules(answer)) == (0, set())


def test_a_connection_lost_after_the_last_question_is_no_crash(odoo, sampled, told):
    told("lose the connection")
    code, answer = looked(odoo, sampled)
    assert (code, rules(answer)) == (0, set())
    told("quiet")


def test_a_look_that_a_restart_of_postgresql_ends_is_made_again(
    odoo, sampled, told, sql
):
    told("sleep in the database once", seconds=60)
    words = ("health", "-d", sampled, "--check", "printers")
    process = start(odoo, words, stderr=subprocess.PIPE)
    until(lambda: sql(SLEEPS), 60)
    assert sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid != pg_backend_pid()"
    ) > [(1,)]
    _output, told_in = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told_in.splitlines()[-1] == (
        b"odoo health: database sampled went away meanwhile"
    )
    assert b"Traceback" not in told_in
    assert sql("SELECT rule FROM ipai_health_finding WHERE state = 'open'") == [
        ("printer-silent",)
    ]
    assert sql("SELECT state FROM ipai_health_run ORDER BY id DESC LIMIT 1") == [
        ("done",)
    ]
    assert not sql(SLEEPS)
    told("quiet")
    code, answer = looked(odoo, sampled)
    assert (code, rules(answer)) == (0, set())


@pytest.mark.parametrize("mode", ["hang", "sleep in the database"])
def test_hang_is_stopped_while_the_others_finish(odoo, sampled, told, sql, mode):
    told(mode, seconds=2)
    started = time.monotonic()
    code, answer = looked(odoo, sampled)
    assert code == 2
    assert rules(answer) == {"check-timed-out"}
    assert answer["durations"].keys() >= OURS
    assert 2 <= answer["durations"]["printers"] < 6
    assert time.monotonic() - started < 120
    assert not sql(SLEEPS)
