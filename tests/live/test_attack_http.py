"""An attacker against every route: strangers, portal users, employees without rights,
forged requests and hostile bytes. Nothing is told, changed or thrown.
"""

import http.client
import json
import re
from urllib.parse import urlencode

import pytest

PEOPLE = """
for login, group in (("portal", "base.group_portal"), ("clerk", "base.group_user")):
    env["res.users"].create({
        "name": login, "login": login, "password": f"{login}-of-the-sandbox",
        "group_ids": [(6, 0, [env.ref(group).id])],
    })
env.cr.commit()
"""

ANONYMOUS = b'{"status": "pass"}', b'{"status": "warn"}', b'{"status": "fail"}'

HOSTILE = (
    "'; DROP TABLE ipai_health_finding; --",
    "../../../../etc/passwd",
    "%00",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "a" * 4000,
    "live%0d%0aSet-Cookie:%20stolen=1",
    "⁠☃",
)

ROUTES = ("/ipai/repair", "/ipai/repair/plan", "/ipai/repair/apply")


@pytest.fixture(scope="module")
def site(source, workshop, health_template, cluster, tmp_path_factory):
    """Return one served site with two people who have no right to anything."""
    from sandbox import templates
    from sandbox.instance import Instance
    from sandbox.site import TOKEN, Site

    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("attack") / "odoo",
        options={"dbfilter": "^attacked$"},
        environment={"IPAI_HEALTH_TOKEN": TOKEN},
    )
    templates.clone(instance, health_template, "attacked", workshop)
    instance.shell("attacked", PEOPLE)
    with instance.serve("--max-cron-threads=0") as server:
        yield Site(instance, server.wait("/web/login"), "attacked")
    templates.discard(instance, "attacked")


@pytest.fixture(scope="module")
def sessions(site):
    """Return the headers of each kind of person."""
    return {
        "stranger": {},
        "portal": site.log_in("portal", "portal-of-the-sandbox"),
        "clerk": site.log_in("clerk", "clerk-of-the-sandbox"),
    }


@pytest.fixture
def quiet_log(site):
    """Fail when an attack leaves a traceback in the log."""
    before = len(site.server.log.read_bytes())
    yield
    new = site.server.log.read_bytes()[before:].decode()
    assert "Traceback (most recent call last)" not in new, new[-3000:]


def raw(site, method, target, headers=(), body=None):
    """Send bytes as they are, and return code, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=10)
    connection.putrequest(method, target, skip_host=False)
    for name, value in headers:
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    try:
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("person", ["stranger", "portal", "clerk"])
@pytest.mark.parametrize("words", HOSTILE)
def test_nobody_learns_anything_from_the_probe(
    site, sessions, quiet_log, person, words
):
    cookie = sessions[person]
    quoted = words.encode("ascii", "ignore").decode().replace(" ", "+")
    for path in (
        f"/ipai/health?verbose&db={quoted}",
        f"/ipai/health?verbose&exclude={quoted}",
    ):
        _code, headers, body = site.server.get(path, headers=cookie)
        assert body in ANONYMOUS
        assert "Set-Cookie" not in headers
    for path in ("/ipai/health/metrics", "/ipai/health/checks/database"):
        assert site.server.get(path, headers=cookie)[0] == 404
    code, headers, body = site.server.get(f"/ipai/health/checks/{quoted}")
    assert code == 404
    assert not body
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "name, value",
    [
        ("Authorization", "Bearer "),
        ("Authorization", "Bearer token-of-the-sandbo"),
        ("Authorization", "Basic dG9rZW4="),
        ("Authorization", "Bearer " + "\xff" * 2000),
        ("Cookie", "session_id=../../../../etc/passwd"),
        ("Cookie", "session_id=" + "a" * 84),
        ("X-Odoo-Database", "postgres"),
        ("X-Odoo-Database", "'; DROP TABLE ir_cron; --"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Host", "evil.example"),
        ("Host", "evil.example"),
        ("Host", "[::1"),
    ],
)
def test_no_header_opens_the_details(site, quiet_log, name, value):
    _code, headers, body = raw(
        site, "GET", "/ipai/health?verbose", [(name, value.encode("latin-1"))]
    )
    assert body in ANONYMOUS
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("person", ["portal", "clerk"])
@pytest.mark.parametrize("path", ROUTES)
def test_the_repair_page_does_not_exist_without_rights(site, sessions, person, path):
    code, _headers, body = site.server.get(path, headers=sessions[person])
    assert code in (404, 405)
    assert b"Purge" not in body


@pytest.mark.parametrize("path", ROUTES)
def test_a_stranger_is_sent_to_the_login(site, path):
    code, headers, _body = site.server.get(path, redirect=False)
    assert code in (303, 405)
    if code == 303:
        assert "/web/login" in headers["Location"]


@pytest.mark.parametrize("path", ROUTES[1:])
def test_a_forged_form_is_refused(site, path):
    session = site.log_in()
    data = b"code=purge-assets&target="
    code, _headers, _body = site.server.get(
        path, headers=session, method="POST", data=data
    )
    assert code == 400


@pytest.fixture(scope="module")
def form(site):
    """Return a session of the administrator and the token of the repair page."""
    session = site.log_in()
    _code, _headers, page = site.server.get("/ipai/repair", headers=session)
    (token, *_more) = re.findall(rb'name="csrf_token" value="([^"]+)"', page)
    return session, token.decode()


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", ["code", "target", "token"])
def test_hostile_words_in_a_form_are_refused_in_one_line(
    site, form, quiet_log, name, words
):
    session, csrf = form
    fields = {"code": "purge-assets", "target": "", "token": ""} | {name: words}
    for path in ROUTES[1:]:
        data = urlencode(fields | {"csrf_token": csrf}).encode()
        code, _headers, body = site.server.get(
            path, headers=session, method="POST", data=data
        )
        assert code in (200, 400, 404)
        assert b"<script>alert" not in body
        assert b"Traceback" not in body
    done = "SELECT count(*) FROM ipai_health_remedy_log WHERE state = 'done'"
    assert site.sql(done) == [(0,)]


def report(site, session, body, **headers):
    """Send ``body`` to the beacon of client errors; return the code."""
    everything = {
        "Content-Type": "application/json",
        "Origin": site.server.url,
        **session,
        **headers,
    }
    return site.server.get(
        "/ipai/client-error", headers=everything, method="POST", data=body
    )[0]


REPORTS = (
    b"",
    b"null",
    b"[]",
    b"{",
    b"\xff\xfe",
    b"[" * 10000,
    b'{"message": "\\u0000", "token": ""}',
    b'{"message": {"a": [1, 2]}, "token": 7}',
    b'{"message": "x", "token": "\\ud800"}',
    b"x" * 20000,
)


@pytest.mark.parametrize("body", REPORTS, ids=range(len(REPORTS)))
@pytest.mark.parametrize("person", ["stranger", "portal", "clerk"])
def test_a_beacon_without_its_token_does_not_exist(
    site, sessions, quiet_log, person, body
):
    assert report(site, sessions[person], body) in (400, 404)


@pytest.mark.parametrize("origin", ["http://[", "null", "http://evil.example", "///"])
def test_a_beacon_of_another_page_does_not_exist(site, sessions, quiet_log, origin):
    assert report(site, sessions["clerk"], b"{}", Origin=origin) == 404


@pytest.fixture(scope="module")
def beacon(site):
    """Return a session of the administrator and its token, as the page has it."""
    session = site.log_in()
    _code, _headers, page = site.server.get("/web", headers=session)
    found = re.search(rb'csrf_token: "([^"]+)"', page)
    return session, found[1].decode()


@pytest.mark.parametrize(
    "message",
    [
        "\x00",
        "\ud800",
        "<img src=x onerror=alert(1)>",
        "\r\n2026-01-01 CRITICAL",
        "a/[",
    ],
    ids=["nul", "surrogate", "markup", "line", "bracket"],
)
def test_hostile_words_of_a_browser_are_kept_harmless(site, beacon, quiet_log, message):
    session, token = beacon
    content = {
        "token": token,
        "message": message,
        "stack": message,
        "path": f"//[{message}",
        "script": message,
    }
    body = json.dumps(content).encode()
    assert report(site, session, body) == 204


def test_a_line_in_an_error_does_not_become_a_line_of_the_log(site, beacon):
    session, token = beacon
    content = {
        "token": token,
        "message": "x\n2026-01-01 00:00:00,000 1 CRITICAL z a: b",
    }
    report(site, session, json.dumps(content).encode())
    assert "1 CRITICAL z a: b" not in site.server.log.read_text()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "POST", "G€T"])
def test_other_methods_are_refused(site, quiet_log, method):
    name = method.encode("ascii", "ignore").decode()
    code, headers, _body = raw(site, name, "/ipai/health", body=b"")
    assert code in (405, 501)
    assert "Set-Cookie" not in headers
