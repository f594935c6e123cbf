"""Odd requests get a promised answer or none of ours, whatever they hold."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("IPAI_HEALTH_ODD_REQUESTS", "1000"))
"""``make soak-probe`` asks 20,000."""

BODIES = {b"", b'{"status": "pass"}', b'{"status": "warn"}', b'{"status": "fail"}'}

WIRE = st.text(st.characters(max_codepoint=255), max_size=60)
"""Text as WSGI hands it over: bytes in the clothes of latin-1."""

PATHS = st.one_of(
    WIRE,
    st.lists(
        st.sampled_from(
            [
                "/",
                "//",
                "ipai",
                "health",
                "live",
                "ready",
                "metrics",
                "checks",
                "..",
                "%2f",
                "http://",
                "host",
                "?",
                "#",
                "ÿ",
                "\x00",
                ";",
                "a" * 300,
            ]
        ),
        max_size=8,
    ).map("".join),
    WIRE.map("/ipai/health/".__add__),
)

QUERIES = st.one_of(
    WIRE,
    st.lists(
        st.sampled_from(
            [
                "verbose",
                "db=",
                "db=stub",
                "exclude=",
                "exclude=assets",
                "token=x",
                "&",
                "=",
                "%",
                "%ff",
                "ÿ",
                "+",
                ";",
                "a" * 3000,
                "&" * 200,
            ]
        ),
        max_size=6,
    ).map("&".join),
)

HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "AUTHORIZATION",
            "COOKIE",
            "HOST",
            "X_FORWARDED_FOR",
            "X_FORWARDED_HOST",
            "X_ODOO_DATABASE",
            "FORWARDED",
        ]
    ).map("HTTP_".__add__),
    st.one_of(
        WIRE,
        st.sampled_from(
            ["Bearer ", "bearer x", "session_id=", "session_id=..", "a:b:c"]
        ),
    ),
    max_size=4,
)

METHODS = st.one_of(
    st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "DELETE", "PRI", "", "get"]),
    WIRE,
)


@pytest.fixture
def strangers(make_caller, stub):
    """Return callers under each way to choose databases."""
    settings = {"ttl": 60.0}
    return [
        make_caller(settings=settings, db_names=(stub,)),
        make_caller(settings=settings, dbfilter="^%d$"),
        make_caller(settings=settings, dbfilter="^stub", proxy_mode=True),
    ]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    which=st.integers(0, 2), path=PATHS, query=QUERIES, headers=HEADERS, method=METHODS
)
def test_only_promised_answers(strangers, which, path, query, headers, method):
    reply = strangers[which].ask(path, method, query, **headers)
    if reply is None:
        return
    assert reply.code in (200, 404, 405, 503)
    assert reply.body in BODIES
    expected = {"Content-Type", "Cache-Control", "Content-Length"}
    if reply.code == 405:
        expected.add("Allow")
    assert reply.headers.keys() == expected
    assert reply.headers["Content-Type"] == "application/health+json"
