"""One check that crashes or hangs, and all others as ever."""

import time

import pytest

from .steps import OURS, looked, rules


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
    left = sql(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' "
        "AND pid != pg_backend_pid()",
    )
    assert left == [(0,)]
