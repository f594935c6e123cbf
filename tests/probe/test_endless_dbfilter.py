"""A dbfilter that backtracks for ever holds nobody: each answer comes in time."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ipai_health.core.odoo_conf import bounded

from .stand_in import make_stub

PROMISE = 2.0
"""Seconds within which the probe answers, whatever happens."""

LONG = "a" * 62 + "b"
"""The longest name that PostgreSQL takes, and the worst for the patterns below."""


@pytest.fixture
def tenant(postgres):
    """Return a database in good health with a name that makes patterns backtrack."""
    yield make_stub(postgres, LONG)
    postgres.drop(LONG)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(%d|a|a)*$", "^(a*)*%h$"])
def test_every_host_name_is_answered_in_time(make_caller, tenant, pattern):
    caller = make_caller(dbfilter=pattern)
    hosts = [f"{'a' * number}.example.com" for number in range(40, 50)]
    with ThreadPoolExecutor(len(hosts)) as pool:
        replies = list(
            pool.map(lambda host: caller.ask(query="verbose", HTTP_HOST=host), hosts)
        )
    assert {reply.code for reply in replies} <= {200, 503}
    assert max(reply.seconds for reply in replies) < PROMISE


def test_meanwhile_everybody_else_is_answered(make_caller, tenant, stub):
    held = make_caller(dbfilter="^(a+)+$")
    other = make_caller(db_names=(stub,))
    with ThreadPoolExecutor(4) as pool:
        slow = [
            pool.submit(held.ask, HTTP_HOST=f"{number}.example.com")
            for number in range(4)
        ]
        quick = []
        while not all(each.done() for each in slow):
            quick.append(held.ask("/ipai/health/live"))
            quick.append(other.ask())
    assert len(quick) > 10
    assert {reply.body for reply in quick} == {b'{"status": "pass"}'}
    assert max(reply.seconds for reply in quick) < PROMISE


def test_an_ordinary_pattern_finds_the_same_database(make_caller, tenant):
    caller = make_caller(dbfilter="^a+b$")
    assert caller.ask(HTTP_HOST="example.com").body == b'{"status": "pass"}'


def test_what_could_backtrack_and_does_not_is_matched_as_ever():
    names = ["ab_prod", "prod", "b_prod_copy"]
    assert bounded.may_backtrack("^(a|ab|b_)*_?prod$")
    assert bounded.matching("^(a|ab|b_)*_?prod$", names) == ["ab_prod", "prod"]
