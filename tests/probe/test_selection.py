"""Which databases are judged, and how several count together."""

import time

import pytest

from ipai_health.probe.selection import Selector
from ipai_health.probe.state import SECONDS_EACH

from .stand_in import find, make_stub

TURN = 4 * SECONDS_EACH
"""Seconds after which each of three databases is looked at again."""

ALL = ("acme", "beta", "gamma")


def chosen(picked="", host="", configured=(), db_names=(), dbfilter="", existing=ALL):
    selection = Selector(configured, db_names, dbfilter).select(picked, host, existing)
    return selection.mode, selection.names


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"db_names": ("acme",)}, ("worst", ("acme",))),
        ({"db_names": ("acme", "beta")}, ("worst", ("acme", "beta"))),
        ({"configured": ("beta",), "db_names": ("acme",)}, ("worst", ("beta",))),
        ({"dbfilter": "^acme$"}, ("worst", ("acme",))),
        ({"dbfilter": "."}, ("several", ALL)),
        ({}, ("several", ALL)),
        ({"existing": ("one",)}, ("worst", ("one",))),
        ({"existing": ()}, ("none", ())),
        ({"dbfilter": "^nothing$"}, ("none", ())),
        ({"dbfilter": "("}, ("none", ())),
        ({"dbfilter": "^%d$", "host": "acme.example.com:80"}, ("worst", ("acme",))),
        ({"dbfilter": "^%d$", "host": "www.acme.example.com"}, ("worst", ("acme",))),
        ({"dbfilter": "^%h$", "host": "beta"}, ("worst", ("beta",))),
        ({"dbfilter": "^%d$"}, ("none", ())),
        ({"picked": "beta"}, ("worst", ("beta",))),
        ({"picked": "beta", "dbfilter": "^acme$"}, ("unknown", ())),
        ({"picked": "beta", "db_names": ("acme",)}, ("unknown", ())),
        ({"picked": "nowhere"}, ("unknown", ())),
        ({"picked": "beta", "configured": ("acme",)}, ("worst", ("beta",))),
    ],
    ids=str,
)
def test_what_is_judged(options, expected):
    assert chosen(**options) == expected


@pytest.fixture
def three(postgres):
    for name in ALL:
        make_stub(postgres, name)
    yield ALL
    for name in ALL:
        postgres.drop(name)


def test_the_worst_of_db_name_decides_on_both_paths(make_caller, postgres, three):
    caller = make_caller(db_names=three)
    assert caller.ask().body == b'{"status": "pass"}'
    find(postgres, "beta", "asset-file-missing")
    time.sleep(TURN)
    assert caller.ask().code == 503
    assert caller.ask("/ipai/health/ready").code == 200
    postgres.drop("beta")
    time.sleep(TURN)
    assert caller.ask("/ipai/health/ready").code == 503


def test_one_tenant_takes_no_node_away(make_caller, postgres, three):
    caller = make_caller(dbfilter="acme|beta|gamma")
    assert caller.ask().body == b'{"status": "pass"}'
    find(postgres, "beta", "asset-file-missing")
    time.sleep(TURN)
    assert (caller.ask().code, caller.ask().status) == (200, "warn")
    find(postgres, "acme", "asset-file-missing")
    find(postgres, "gamma", "asset-file-missing")
    time.sleep(TURN)
    assert caller.ask().code == 503
    assert caller.ask("/ipai/health/ready").code == 200
    assert caller.ask(query="db=acme").code == 503


def test_nobody_exposed_is_a_warning_while_the_server_answers(make_caller):
    caller = make_caller(dbfilter="^nobody$")
    assert (caller.ask().code, caller.ask().status) == (200, "warn")
    assert caller.ask("/ipai/health/ready").code == 200


def test_a_request_without_host_exposes_none_under_a_filter_by_host(make_caller, three):
    caller = make_caller(dbfilter="^%d$")
    assert caller.ask().status == "warn"
    assert caller.ask(HTTP_HOST="acme.example.com").status == "pass"
    assert caller.ask(HTTP_HOST="nobody.example.com").status == "warn"


def test_databases_that_come_and_go(make_caller, postgres, three):
    caller = make_caller(dbfilter="^(acme|beta|delta)$")
    postgres.drop("delta")
    assert caller.ask(query="db=delta").code == 503
    make_stub(postgres, "delta")
    assert caller.ask(query="db=delta").code == 200
    postgres.rename("delta", "delta2")
    assert caller.ask(query="db=delta").code == 503
    postgres.drop("delta2")
    assert caller.ask().status == "pass"


def test_details_name_the_database_and_why(make_caller, three):
    caller = make_caller(dbfilter="^%d$")
    notes = caller.details(HTTP_HOST="acme.example.com").json["notes"]
    assert notes == ["judged: acme, because it is the only one exposed"]
    notes = caller.details(query="verbose&db=acme", HTTP_HOST="acme.x").json["notes"]
    assert notes == ["judged: acme, because it was asked for"]
