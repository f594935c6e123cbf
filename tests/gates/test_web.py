"""The web gate against a site that is healthy, spoiled, silent, or no site at all."""

from __future__ import annotations

import argparse
import gzip
import socket
import ssl
import subprocess
import threading
import time

import pytest

from ipai_health.core.report import Report
from ipai_health.core.web.fetch import Browser, Unanswered
from ipai_health.core.web.opened import hang_up
from ipai_health.gates import web
from ipai_health.gates.cli import main
from tests.gates.site import LOGIN, Answer, redirect, running, script, style

CSS = "/web/assets/1a2b3c4/web.assets_frontend.min.css"
JS = "/web/assets/1f1f1f1/web.assets_web.min.js"
BUNDLE = "/web/bundle/web.assets_web"


def look(*arguments: str) -> Report:
    parser = argparse.ArgumentParser()
    web.add_arguments(parser)
    return web.run(parser.parse_args(arguments))


def told(report: Report) -> list[tuple[str, str]]:
    return [(one.rule, one.subject) for one in report.sorted_findings()]


@pytest.fixture
def site():
    with running() as site:
        yield site


def test_quiet_on_a_healthy_site(site):
    report = look(site.url)
    assert told(report) == []
    assert report.inspected == 8
    assert main(["web", site.url]) == 0


@pytest.mark.parametrize("path", ["/", "/web", "/web/login", "/odoo"])
def test_quiet_whichever_page_the_address_names(site, path):
    assert told(look(site.url + path)) == []


def test_quiet_when_assets_are_redirected_or_compressed(site):
    packed = style()
    packed.body = gzip.compress(packed.body)
    packed.headers |= {
        "Content-Encoding": "gzip",
        "Content-Length": str(len(packed.body)),
    }
    site.pages["/web/assets/new/web.assets_frontend.min.css"] = packed
    site.pages[CSS] = redirect("/web/assets/new/web.assets_frontend.min.css")
    site.pages["/web"] = Answer(LOGIN)
    assert told(look(site.url)) == []


def test_quiet_on_what_only_looks_like_an_error(site):
    site.pages[JS] = script('console.error("a");throw new Error("b in file " + c);')
    assert told(look(site.url)) == []


@pytest.mark.parametrize(
    ("path", "answer", "rule", "subject"),
    [
        ("/web/login", Answer(status=502), "http-login-failed", "/web/login"),
        ("/web/login", Answer(status=500), "http-login-failed", "/web/login"),
        ("/web/login", Answer("{}", "application/json"), "http-login-failed", None),
        ("/web/login", redirect("/web/database/selector"), "http-login-failed", None),
        ("/web/login", redirect("/web/login"), "http-login-failed", None),
        ("/web/login", Answer("<html>hello</html>"), "http-asset-failed", None),
        ("/web", Answer(status=500), "http-web-failed", "/web"),
        ("/web", Answer(status=404), "http-web-failed", "/web"),
        ("/web", redirect("/web/database/selector"), "http-web-failed", "/web"),
        ("/web", redirect("/web/login", 302), "http-web-failed", "/web"),
        (BUNDLE, Answer(status=500), "http-asset-failed", BUNDLE),
        (BUNDLE, Answer("[]", "application/json"), "http-asset-failed", BUNDLE),
        (BUNDLE, Answer("[" * 9999, "application/json"), "http-asset-failed", BUNDLE),
        (CSS, Answer(status=500), "http-asset-failed", "web.assets_frontend.min.css"),
        (CSS, Answer(status=404), "http-asset-failed", "web.assets_frontend.min.css"),
        (CSS, style(""), "http-asset-failed", None),
        (CSS, style("<!DOCTYPE html><html>"), "http-asset-failed", None),
        (CSS, script(), "http-asset-failed", None),
        (CSS, redirect("/nowhere"), "http-asset-failed", None),
        (CSS, redirect(CSS), "http-asset-failed", None),
        (JS, style(), "http-asset-failed", "web.assets_web.min.js"),
        (JS, redirect(JS.replace("1f", "2f"), 301), "http-asset-failed", None),
    ],
)
def test_tells_a_failing_page_once(site, path, answer, rule, subject):
    site.pages[path] = answer
    report = look(site.url)
    assert [one.rule for one in report.findings] == [rule]
    assert report.severity(report.findings[0]) == "critical"
    if subject:
        assert report.findings[0].subject == subject
    assert main(["web", site.url]) == 1


def test_tells_what_odoo_serves_instead_of_a_broken_style(site):
    site.pages[CSS] = style(
        "a{}\n\n/* ## CSS error message ##*/\nbody::before {}\n\n"
        'css_error_message {\n  content: "Error: Undefined variable: \\"$x\\".\\A '
        'on line 3 of stdin";\n}\n'
    )
    (finding,) = look(site.url).findings
    assert finding.rule == "asset-compile-error"
    assert "Undefined variable" in finding.message


def test_tells_broken_templates_and_lost_sources_and_not_those_of_stock(site):
    site.pages[JS] = script(
        "throw new Error(\"'Template name is missing.' in file '/my/static/x.xml'\");"
    )
    assert [one.rule for one in look(site.url).findings] == ["asset-compile-error"]
    lost = "console.error(\"'Could not find it' in file '%s'\");"
    site.pages[JS] = script(lost % "/my/static/src/x.js")
    assert told(look(site.url)) == [("asset-source-missing", "my/static/src/x.js")]
    stock = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    site.pages[JS] = script(lost % stock)
    assert told(look(site.url)) == []


def test_tells_a_truncated_body(site):
    site.pages[CSS].headers["Content-Length"] = "99999"
    (finding,) = look(site.url).findings
    assert finding.rule == "http-asset-failed"
    assert "cut short" in finding.message


def test_slow_is_a_warning(site):
    report = look(site.url, "--slow", "0")
    assert {one.rule for one in report.findings} == {"http-slow"}
    assert report.status == "warn"


@pytest.mark.parametrize(
    "pattern",
    [
        "/web/assets/*/web.assets_frontend.min.css",
        "/web/assets/1/0/web.assets_frontend.min.css",
        "/web/assets/*/web.assets_frontend_minimal.min.js",
    ],
)
def test_the_contracts_patterns_are_resolved_through_the_page(site, pattern):
    assert told(look(site.url, "--asset", pattern)) == []
    assert told(look(site.url + pattern)) == []


def test_a_pattern_that_nothing_links_is_told(site):
    assert told(look(site.url, "--asset", "*/web.assets_old.css")) == [
        ("http-asset-failed", "*/web.assets_old.css")
    ]


def test_asks_for_another_host_name(site):
    look(site.url, "--host", "erp.example.com")
    assert set(site.hosts) == {"erp.example.com"}


def serve_raw(answer: bytes, again: float | None = None) -> str:
    """Answer any connection with bytes; then again every so many seconds."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _address = listener.accept()
        with connection, listener:
            try:
                connection.sendall(answer)
                while again is not None:
                    time.sleep(again)
                    connection.sendall(answer or b"x")
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", None),
        (b"\0\1\2\3" * 100, None),
        (b"", None),
        (b"x", 0.01),
        (b"", 0.2),
        (b"HTTP/1.1 200 OK\r\nX-", 0.01),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"a" * 99999, 0),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", None),
    ],
)
def test_whatever_answers_the_end_is_near_and_said_in_one_line(answer, again, capsys):
    url = serve_raw(answer, again)
    begin = time.monotonic()
    assert main(["web", url, "--timeout", "1", "--no-color"]) == 1
    assert time.monotonic() - begin < 3
    said = capsys.readouterr()
    assert "http-login-failed" in said.out
    assert "Traceback" not in said.out + said.err
    assert len(said.out.splitlines()) == 4


def test_unreachable_is_a_finding(capsys):
    assert main(["web", "http://127.0.0.1:1"]) == 1
    assert main(["web", "http://no-such-host.invalid"]) == 1
    assert "resolved" in capsys.readouterr().out


@pytest.mark.parametrize(
    "url", ["", "erp", "ftp://x", "http://", "http://x:99999", "http://[", "file:///x"]
)
def test_what_is_no_address_is_wrong_usage(url, capsys):
    assert main(["web", url]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_password_in_the_address_is_not_told(capsys):
    main(["web", "http://admin:hunter2@127.0.0.1:1", "--format", "json"])
    assert "hunter2" not in capsys.readouterr().out


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """Give a function that makes a certificate of this machine, trusted, for days."""

    def make(days: int) -> ssl.SSLContext:
        key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=test",
        ]
        command += ["-addext", "subjectAltName=IP:127.0.0.1", "-days", str(days)]
        command += ["-keyout", str(key), "-out", str(cert)]
        subprocess.run(command, check=True, capture_output=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        return context

    return make


def test_certificates(certificate, monkeypatch):
    context = certificate(5)

    def wrap(site):
        site.socket = context.wrap_socket(site.socket, server_side=True)

    with running(wrap) as site:
        url = site.url.replace("http:", "https:")
        assert told(look(url)) == [("certificate-expiring", "127.0.0.1")]
        assert told(look(url, "--certificate-days", "3")) == []
        assert (
            look(url.replace("127.0.0.1", "localhost"))
            .findings[0]
            .message.count("certificate is refused")
        )
        monkeypatch.delenv("SSL_CERT_FILE")
        assert told(look(url)) == [("http-login-failed", "/web/login")]
        assert told(look(url, "--insecure")) == []
        assert told(look(site.url)) == [("http-login-failed", "/web/login")]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_quiet_on_every_way_to_redirect(site, status):
    site.pages["/web/login"] = redirect("/de/web/login", status)
    site.pages["/de/web/login"] = Answer(LOGIN, "text/html; charset=utf-8")
    assert told(look(site.url)) == []


@pytest.mark.parametrize("status", [301, 308])
def test_quiet_when_another_origin_has_taken_over(site, status):
    with running() as old:
        for path in ("/web/login", "/web", BUNDLE):
            old.pages[path] = redirect(site.url + path, status)
        for path in [path for path in old.pages if path.startswith("/web/assets/")]:
            old.pages[path] = redirect(site.url + path, status)
        assert told(look(old.url)) == []


def test_a_fault_of_the_other_origin_is_told(site):
    site.pages[JS] = Answer(status=404)
    with running() as old:
        for path in list(old.pages):
            old.pages[path] = redirect(site.url + path, 301)
        (found,) = look(old.url).findings
    assert found.message == f"{site.url}{JS}: answers 404"


@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ("/theme/größe.css", "/theme/gr%C3%B6%C3%9Fe.css"),
        ("/theme/my file.css", "/theme/my%20file.css"),
        ("/theme/my%20file.css", "/theme/my%20file.css"),
        ("/theme/100%.css", "/theme/100%.css"),
        ("/theme/a+b(c),d@2x~.css", "/theme/a+b(c),d@2x~.css"),
        ("/theme/own.css?v=ä b&amp;w=%C3%A4", "/theme/own.css?v=%C3%A4%20b&w=%C3%A4"),
    ],
)
def test_links_are_asked_for_as_a_browser_does(site, link, asked):
    tag = f'<link rel="stylesheet" href="{link}"/></head>'
    site.pages["/web/login"] = Answer(LOGIN.replace("</head>", tag))
    site.pages[asked.partition("?")[0]] = style()
    assert told(look(site.url)) == []
    assert asked in site.asked


def test_the_session_is_kept_from_page_to_page(site):
    """Odoo remembers the database in it: without it each page would ask again."""
    login = Answer(LOGIN, "text/html; charset=utf-8")
    login.headers["Set-Cookie"] = "session_id=of the site; Path=/; HttpOnly"
    site.pages["/web/login"] = login
    browser = Browser()
    browser.get(f"{site.url}/web/login")
    browser.get(f"{site.url}/web/login")
    assert site.cookies == [None, "session_id=of the site"]


def test_the_session_is_for_nobody_else(site):
    login = Answer(LOGIN, "text/html; charset=utf-8")
    login.headers["Set-Cookie"] = "session_id=of the site"
    site.pages["/web/login"] = login
    with running() as other:
        browser = Browser()
        browser.get(f"{site.url}/web/login")
        browser.get(f"{other.url}/web/login")
        browser.get(f"{site.url}/web/login")
    assert other.cookies == [None]
    assert site.cookies == [None, "session_id=of the site"]


def test_a_login_page_without_a_type_is_told_as_such(site):
    login = Answer(LOGIN)
    del login.headers["Content-Type"]
    site.pages["/web/login"] = login
    (found,) = [
        one for one in look(site.url).findings if one.rule == "http-login-failed"
    ]
    assert "is served as no type, not as an HTML page" in found.message


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([Answer("gone", status=404)], "answers 404"),
        ([Answer("busy", status=503)], "answers 503"),
        ([redirect(CSS, 302)], "answers 302, a redirect other than 303"),
        ([redirect(CSS, 303)], "redirects without end"),
    ],
)
def test_what_is_wrong_with_an_asset_is_said(site, answers, said):
    (site.pages[CSS],) = answers
    (found,) = look(site.url).findings
    assert found.rule == "http-asset-failed"
    assert said in found.message


def test_styles_of_the_site_count_wherever_they_lie(site):
    link = '<link rel="stylesheet" href="/theme/own.css"/></head>'
    site.pages["/web/login"] = Answer(LOGIN.replace("</head>", link))
    assert told(look(site.url)) == [("http-asset-failed", "own.css")]


def test_whoever_hangs_up_leaves_nothing_open():
    ours, theirs = socket.socketpair()
    with theirs:
        hang_up(ours)
        assert theirs.recv(1) == b""
        assert ours.fileno() < 0


def test_a_site_that_never_comes_to_an_end_is_hung_up_on():
    gone = threading.Event()

    def drip() -> None:
        connection, _address = listener.accept()
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(1000):
                connection.sendall(b"x")
                time.sleep(0.01)
        except OSError:
            gone.set()
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, daemon=True).start()
        with pytest.raises(Unanswered):
            Browser(timeout=0.5).get(f"http://127.0.0.1:{listener.getsockname()[1]}")
        assert gone.wait(5)
