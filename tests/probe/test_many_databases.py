"""With 50 and 200 databases: few connections, answers in time, no old verdict."""

import threading
import time

import pytest
from sandbox.processes import wait_until
from sandbox.speed import allowance

from .stand_in import find, make_stub

OLDEST = 15.0
"""The promise: seconds that a verdict may be old, probed once a second."""


@pytest.fixture(scope="module")
def tenants(postgres):
    """Return 200 databases."""
    make_stub(postgres, "tenant_000")
    names = [f"tenant_{number:03}" for number in range(200)]
    present = set(postgres.databases())
    for name in names[1:]:
        if name not in present:
            postgres.execute(
                f"CREATE DATABASE {name} TEMPLATE tenant_000 STRATEGY file_copy"
            )
    yield names
    for name in names:
        postgres.drop(name)


MOST = 2
"""Connections that are open at once."""


def connections(postgres):
    """Return how many are open: a process lives on for a moment after its own was
    closed.
    """

    def count():
        rows = postgres.administer(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'odoo'"
        )
        return rows[0][0]

    wait_until(lambda: count() <= MOST, 1)
    return count()


@pytest.mark.parametrize(
    ("number", "pattern", "seconds"), [(50, "0[0-4].", 6), (200, "...", 20)]
)
def test_many_tenants(make_caller, postgres, tenants, number, pattern, seconds):
    caller = make_caller(dbfilter=f"^tenant_{pattern}$", settings={"ttl": 1.0})
    began = time.monotonic()
    # by how fast the machine is, not by how long a look takes: that is what is judged
    promised, end = allowance(OLDEST), began + allowance(seconds)
    most, slowest, oldest = 0, 0.0, 0.0
    while time.monotonic() < end:
        reply = caller.ask()
        assert reply.code == 200
        slowest = max(slowest, reply.seconds)
        most = max(most, connections(postgres))
        names = tenants[:number]
        verdicts = [caller.probe._memory.last(name) for name in names]
        now = time.monotonic()
        if all(verdicts):
            oldest = max(oldest, now - min(each.looked for each in verdicts))
        assert all(verdicts) or now - began < promised
        time.sleep(max(1.0 - reply.seconds, 0))
    assert all(verdicts)
    assert slowest < 2.0
    assert oldest < promised
    assert most <= MOST
    assert caller.ask().status == "pass"


def test_one_broken_tenant_of_many_is_a_warning(make_caller, postgres, tenants):
    find(postgres, "tenant_007", "asset-file-missing")
    caller = make_caller(dbfilter="^tenant_00.$")
    for _each in range(3):
        assert caller.ask().code == 200
        assert caller.ask("/ipai/health/ready").status == "pass"
    assert caller.ask().status == "warn"
    assert caller.ask(query="db=tenant_007").code == 503
    for name in ("tenant_006", "tenant_008"):
        assert caller.ask(query=f"db={name}").status == "pass"


def test_each_of_many_that_count_is_seen_before_a_new_process_judges(
    make_caller, postgres, tenants
):
    """The second request comes while the first one still looks."""
    caller = make_caller(db_names=tuple(tenants[10:60]))
    replies = []

    def ask(path):
        replies.append(caller.ask(path))

    paths = ["/ipai/health", "/ipai/health/ready"] * 3
    people = [threading.Thread(target=ask, args=(path,)) for path in paths]
    for person in people:
        person.start()
        time.sleep(0.02)
    for person in people:
        person.join()
    assert {reply.status for reply in replies} <= {"pass", "warn"}
    assert {reply.code for reply in replies} == {200}
    assert max(reply.seconds for reply in replies) < 2.0


def test_what_no_look_has_reached_is_a_warning_beside_what_is_known(
    make_caller, tenants, link
):
    # no machine is so fast that the time of one request is enough for all
    link.delay(0.02)
    caller = make_caller(port=link.port, db_names=tuple(tenants[10:]))
    reply = caller.details()
    assert (reply.code, reply.status) == (200, "warn")
    assert caller.ask("/ipai/health/ready").status == "pass"
    items = reply.json["checks"]["database:responseTime"]
    assert {item["status"] for item in items} == {"pass", "warn"}
