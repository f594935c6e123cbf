"""Several tenants behind one dbfilter: readiness asks the server, and none of them."""

import pytest
from sandbox.processes import wait_until

from .stand_in import locked, make_stub

NAMES = ("tenant_a", "tenant_b", "tenant_c")

READY = "/ipai/health/ready"


@pytest.fixture
def tenants(postgres):
    """Return good databases."""
    for name in NAMES:
        make_stub(postgres, name)
    yield NAMES
    for name in NAMES:
        postgres.drop(name)


@pytest.fixture
def caller(make_caller, tenants, link):
    """Return a caller of a probe that exposes them, and connects through the link."""
    return make_caller(link.port, dbfilter="^tenant_")


def test_readiness_connects_to_no_tenant(caller, link):
    for _each in range(3):
        assert caller.ask(READY).body == b'{"status": "pass"}'
        assert caller.ask(READY, method="OPTIONS").code == 200
        assert caller.ask(READY, query="x=1").body == b'{"status": "pass"}'
        assert caller.ask(READY, query="verbose").body == b'{"status": "pass"}'
        assert caller.probe.overall().readiness() == "pass"
    details = caller.details(READY).json
    assert len(link.pairs) == 1, "one session, and that is kept"
    assert details["notes"] == [
        "judged: the server alone, because several databases are exposed"
    ]
    (seen,) = details["checks"]["database:responseTime"]
    assert (seen["componentId"], seen["status"]) == ("postgresql", "pass")


def test_health_goes_on_looking_at_each_of_them(caller, link, tenants):
    assert caller.ask(READY).code == 200
    assert wait_until(lambda: caller.ask().body == b'{"status": "pass"}', 5)
    seen = caller.details().json["checks"]["database:responseTime"]
    assert [each["componentId"] for each in seen] == list(tenants)
    assert len(link.pairs) >= 1 + len(tenants)


def test_readiness_looks_at_the_tenant_that_is_asked_for(caller, postgres):
    postgres.execute("DROP TABLE ir_module_module", database=NAMES[0])
    for name, code in zip(NAMES, (503, 200, 200), strict=True):
        assert caller.ask(READY, query=f"db={name}").code == code
        assert caller.ask(READY, HTTP_X_ODOO_DATABASE=name).code == code
    assert caller.ask(READY).code == 200


def test_readiness_looks_at_the_only_one_that_is_exposed(make_caller, postgres, stub):
    caller = make_caller(dbfilter=f"^{stub}$")
    assert caller.ask(READY).code == 200
    postgres.execute("DROP TABLE ir_module_module", database=stub)
    assert caller.ask(READY).code == 503


def test_readiness_fails_with_the_server_and_not_with_tenants(caller, postgres, link):
    owners = [locked(postgres, name, "ir_module_module") for name in NAMES]
    assert caller.ask(READY).code == 200
    for owner in owners:
        owner.close()
    caller.host.registries = dict.fromkeys(NAMES, "it is being loaded")
    assert caller.ask(READY).code == 200
    caller.host.pool = "all 64 connections are in use"
    assert caller.ask(READY).code == 503
    caller.host.pool = ""
    caller.host.process = "every worker is stuck"
    assert caller.ask(READY).code == 503
    caller.host.process = ""
    assert caller.ask(READY).code == 200
    link.deafen()
    assert caller.ask(READY).code == 503
