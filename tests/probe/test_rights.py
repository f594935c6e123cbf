"""Who learns more than one word, and who does not."""

import ipaddress
import statistics
import time

import pytest

from ipai_health.probe.host import SessionQuestion

from .stand_in import make_stub

ALLOWED = {"allow": (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("::1"))}


def verbose(caller, **environ):
    return caller.ask(query="verbose", **environ)


def is_detailed(reply):
    return "checks" in reply.json


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"HTTP_AUTHORIZATION": ""},
        {"HTTP_AUTHORIZATION": "Bearer"},
        {"HTTP_AUTHORIZATION": "Bearer "},
        {"HTTP_AUTHORIZATION": "Bearer wrong"},
        {"HTTP_AUTHORIZATION": "Bearer token2"},
        {"HTTP_AUTHORIZATION": "Bearer toke"},
        {"HTTP_AUTHORIZATION": "Basic token"},
        {"HTTP_AUTHORIZATION": "token"},
        {"HTTP_AUTHORIZATION": "Bearer \xff\xfe"},
        {"HTTP_AUTHORIZATION": "Bearer token,Bearer token"},
        {"QUERY_STRING": "verbose&token=token"},
        {"QUERY_STRING": "verbose&access_token=token"},
        {"HTTP_COOKIE": "session_id=" + "a" * 84},
        {"HTTP_COOKIE": "session_id=../../../etc/passwd"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.1"},
    ],
    ids=str,
)
def test_without_rights_bytes_and_headers_are_the_same(caller, environ):
    plain = caller.ask()
    reply = verbose(caller, **environ)
    assert (reply.code, reply.body) == (plain.code, plain.body)
    assert reply.headers == plain.headers


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_token_opens_details(caller, scheme):
    reply = verbose(caller, HTTP_AUTHORIZATION=f"{scheme} token")
    assert is_detailed(reply)
    assert b"Bearer" not in reply.body


def test_a_token_beyond_ascii(make_caller, stub):
    caller = make_caller(db_names=(stub,), settings={"token": "schlüssel"})
    header = "Bearer " + "schlüssel".encode().decode("latin-1")
    assert is_detailed(verbose(caller, HTTP_AUTHORIZATION=header))
    assert not is_detailed(verbose(caller, HTTP_AUTHORIZATION="Bearer schl\xfcssel"))


def test_no_token_configured_opens_nothing(make_caller, stub):
    caller = make_caller(db_names=(stub,), settings={"token": ""})
    for header in ("Bearer", "Bearer ", "Bearer token"):
        assert not is_detailed(verbose(caller, HTTP_AUTHORIZATION=header))


def test_the_token_stays_out_of_details_and_metrics(make_caller, stub):
    caller = make_caller(db_names=(stub,), settings={"token": "q7Xz-secret"})
    rights = {"HTTP_AUTHORIZATION": "Bearer q7Xz-secret"}
    assert b"q7Xz" not in verbose(caller, **rights).body
    assert b"q7Xz" not in caller.ask("/ipai/health/metrics", **rights).body
    assert "q7Xz" not in repr(caller.probe._settings)


@pytest.mark.parametrize(
    ("peer", "detailed"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("::1", True),
        ("11.0.0.1", False),
        ("::2", False),
        ("", False),
        ("unix:", False),
    ],
)
def test_the_peer_of_the_socket_is_judged(make_caller, stub, peer, detailed):
    caller = make_caller(db_names=(stub,), settings=ALLOWED)
    assert is_detailed(verbose(caller, REMOTE_ADDR=peer)) is detailed


@pytest.mark.parametrize(
    "header",
    ["FORWARDED", "X_FORWARDED_FOR", "X_FORWARDED_HOST", "X_REAL_IP", "VIA"],
)
def test_a_proxy_on_an_allowed_address_opens_nothing(make_caller, stub, header):
    caller = make_caller(db_names=(stub,), settings=ALLOWED)
    environ = {"REMOTE_ADDR": "10.0.0.1", f"HTTP_{header}": "10.0.0.9"}
    assert not is_detailed(verbose(caller, **environ))


@pytest.mark.parametrize(
    ("forwarded", "detailed"),
    [
        ("10.0.0.9", True),
        ("1.2.3.4, 10.0.0.9", True),
        ("10.0.0.9, 1.2.3.4", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_proxy_mode_judges_what_the_proxy_saw(make_caller, stub, forwarded, detailed):
    caller = make_caller(db_names=(stub,), settings=ALLOWED, proxy_mode=True)
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert is_detailed(verbose(caller, **environ)) is detailed


def test_unexposed_and_unknown_databases_look_the_same(make_caller, stub, postgres):
    make_stub(postgres, "hidden")
    caller = make_caller(dbfilter=f"^{stub}$", settings={"ttl": 1.0})
    for path in ("/ipai/health", "/ipai/health/ready"):
        for rights in ({}, {"HTTP_AUTHORIZATION": "Bearer token"}):
            for query in ("db={}", "verbose&db={}"):
                hidden = caller.ask(path, query=query.format("hidden"), **rights)
                unknown = caller.ask(path, query=query.format("nowhere"), **rights)
                assert hidden.code == unknown.code == 503
                if not rights:
                    assert hidden.body == unknown.body == b'{"status": "fail"}'
                    assert hidden.headers == unknown.headers
                assert b"hidden" not in hidden.body
    assert caller.ask(query=f"db={stub}").code == 200
    assert caller.ask(HTTP_X_ODOO_DATABASE=stub).code == 200
    assert caller.ask(HTTP_X_ODOO_DATABASE="hidden").code == 503


GROUPS = """
CREATE TABLE res_groups_users_rel (gid int, uid int);
CREATE TABLE res_groups_implied_rel (gid int, hid int);
INSERT INTO res_groups_users_rel VALUES (1, 7), (3, 8);
INSERT INTO res_groups_implied_rel VALUES (1, 2);
INSERT INTO ir_model_data VALUES ('ipai_health', 'res.groups', 'group_user', 2);
"""
"""User 7 is in a group that implies the Health group, user 8 is not."""

COOKIE = {"HTTP_COOKIE": "session_id=cookie"}


def log_in(caller, database, user=7, token="right", statement="SELECT 'right'"):
    """Let the cookie be that of a session."""
    caller.host.sessions["cookie"] = SessionQuestion(
        database, user, statement, (), token, lambda _columns, row: row[0]
    )


@pytest.fixture
def twins(postgres, stub):
    """Return two databases with users."""
    names = (stub, make_stub(postgres, "stub_twin"))
    for name in names:
        postgres.execute(GROUPS, database=name)
    yield names
    postgres.drop("stub_twin")


@pytest.mark.parametrize(
    "session",
    [
        {"user": 8},
        {"token": "wrong"},
        {"statement": "SELECT 'right' WHERE false"},
        {"statement": "SELECT 'right' UNION ALL SELECT 'right'"},
        {"statement": "SELECT gone"},
    ],
    ids=str,
)
def test_a_session_that_opens_nothing(make_caller, twins, session):
    caller = make_caller(db_names=twins[:1])
    log_in(caller, twins[0], **session)
    assert not is_detailed(verbose(caller, **COOKIE))


def test_a_member_sees_the_database_that_is_logged_into(make_caller, twins):
    caller = make_caller(db_names=twins[:1])
    log_in(caller, twins[0])
    assert is_detailed(verbose(caller, **COOKIE))
    assert not is_detailed(verbose(caller))


def test_a_member_of_one_of_many_sees_that_one_and_no_other(make_caller, twins):
    caller = make_caller(dbfilter="^stub")
    for own, other in (twins, reversed(twins)):
        log_in(caller, own)
        reply = verbose(caller, **COOKIE)
        assert reply.json["notes"] == [f"judged: {own}, because it was asked for"]
        assert not is_detailed(caller.ask(query=f"verbose&db={other}", **COOKIE))


def test_a_member_of_what_is_not_exposed_sees_nothing(make_caller, twins):
    caller = make_caller(dbfilter=f"^{twins[1]}$")
    log_in(caller, twins[0])
    assert not is_detailed(verbose(caller, **COOKIE))


def test_the_time_tells_no_unexposed_name(make_caller, stub, postgres):
    make_stub(postgres, "hidden")
    caller = make_caller(dbfilter=f"^{stub}$", settings={"ttl": 60.0})

    times = {"hidden": [], "nowhere": []}
    caller.ask()
    # in turn: what the machine is busy with meanwhile costs both the same
    for _each in range(400):
        for name, taken in times.items():
            started = time.perf_counter()
            caller.ask(query=f"db={name}")
            taken.append(time.perf_counter() - started)
    hidden, unknown = map(statistics.median, times.values())
    assert abs(hidden - unknown) < max(0.5 * unknown, 50e-6)
