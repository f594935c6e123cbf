"""Every fault of PostgreSQL, in every kind of server, with a connection open or not:
an answer in time, one record in the log, nothing left over, and the way back.
"""

import threading
import time

import pytest
from sandbox.processes import wait_until

from ipai_health.probe.settings import TTL

from .bench import BACK, FAIL, IN_TIME, Bench, grown

FAULTS = {
    "stopped": Bench.postgres_stopped,
    "sigstopped": Bench.postgres_sigstopped,
    "silent-listener": Bench.silent_listener,
    "black-hole": Bench.black_hole,
    "hanging-resolver": Bench.hanging_resolver,
    "locked-table": Bench.locked_table,
    "slots-taken": Bench.slots_taken,
}

HIDDEN_BY_A_CONNECTION = {"hanging-resolver"}
"""Faults that a user does not meet either while a connection is open."""


def answers_until_failure(bench):
    """Ask until the fault is seen; return every answer."""
    answers = []

    def failed():
        answers.append(bench.ask())
        return answers[-1][0] == 503

    wait_until(failed, BACK)
    return answers


def told_in_full(bench, seen):
    """Return the log since ``seen`` once every process that told of the fault told of
    its end too.
    """
    bench.ask_all()
    told = bench.log()[seen:]
    ended = told.count(f"{bench.database} is well again")
    return told if ended == told.count(f"{bench.database} fails") else ""


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "first"])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_in_time_and_the_way_back(bench, fault, kept, record_property):
    assert wait_until(bench.well, BACK), bench.ask_all()
    before = bench.leftovers()
    seen = len(bench.log())
    if not kept:
        bench.forget_connections()
    with FAULTS[fault](bench):
        if kept and fault in HIDDEN_BY_A_CONNECTION:
            assert bench.well()
            return
        if fault in HIDDEN_BY_A_CONNECTION:
            bench.forget_connections()
        first = answers_until_failure(bench)
        time.sleep(TTL)
        answers = bench.ask_all() + bench.ask_all("/ipai/health/ready", times=2)
        lives = bench.ask_all("/ipai/health/live", times=1)
    assert {code for code, _body, _seconds in answers} == {503}
    assert {body for _code, body, _seconds in answers} == {FAIL}
    slowest = max(seconds for _code, _body, seconds in first + answers)
    record_property("slowest", slowest)
    assert slowest < IN_TIME
    assert all(code == 200 and seconds < IN_TIME for code, _body, seconds in lives)
    assert wait_until(bench.well, BACK), "the verdict did not come back by itself"
    assert not grown(before, bench.leftovers())
    told = wait_until(lambda: told_in_full(bench, seen), BACK)
    assert told, bench.log()[seen:]
    assert "Traceback" not in told, told
    assert "/ipai/health" not in told
    workers = len(before) if len(before) > 1 else 1
    assert 1 <= told.count(f"{bench.database} fails") <= workers


def test_the_same_fault_again_and_again_leaves_nothing(bench):
    """Threads and descriptors are those after the first time, exactly."""
    held = []
    for _each in range(4):
        with bench.silent_listener():
            assert wait_until(lambda: bench.ask_all()[-1][0] == 503, BACK)
        assert wait_until(bench.well, BACK)
        held.append(bench.leftovers())
    assert held[1:] == held[:1] * 3


def test_visitors_exhaust_the_pool_of_odoo(bench):
    """Of prefork only the gevent port serves several visitors in one process."""
    port = bench.ports[-1]
    assert wait_until(bench.well, BACK)
    # a process that has no registry yet would let the first visitor load it alone
    assert bench.ask("/web/login", port)[0] == 200
    with bench.locked_table("orm_signaling_registry"):
        visitors = [
            threading.Thread(target=bench.ask, args=("/web/login", port))
            for _each in range(12)
        ]
        for visitor in visitors:
            visitor.start()
        assert wait_until(lambda: bench.ask(port=port)[0] == 503, BACK)
        for path in ("/ipai/health", "/ipai/health/ready"):
            code, body, seconds = bench.ask(path, port)
            assert (code, body) == (503, FAIL)
            assert seconds < IN_TIME
        details = bench.ask(
            "/ipai/health?verbose", port, headers={"Authorization": "Bearer a-token"}
        )
        assert b"database-pool-exhausted" in details[1]
    for visitor in visitors:
        visitor.join()
    assert wait_until(bench.well, BACK)
