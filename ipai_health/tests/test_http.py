"""The check of pages: what a node serves, and whose fault it is."""

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import config

from ..checks import http
from ..core.look import FULL, QUICK, CheckSkipped
from ..core.web import site
from .common import CheckCase

STYLE = "/web/assets/1/0ff1ce/web.assets_frontend.min.css"
SCRIPT = "/web/assets/1/0ff1ce/web.assets_web.min.js"
LOGIN = f'<html><link href="https://cdn.example.com{STYLE}" rel="stylesheet"/></html>'


class Site(BaseHTTPRequestHandler):
    """Pages of a class attribute: path to code, type and body."""

    pages = {}
    asked = []
    held = {}
    """Path to the event before which it is not answered."""

    def do_GET(self):
        self.asked.append((self.path, self.headers))
        if self.path in self.held:
            self.held[self.path].wait(10)
        code, kind, body, *headers = self.pages.get(self.path, (404, "text/html", ""))
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        """Keep quiet."""


@tagged("post_install", "-at_install")
class TestHttp(CheckCase):
    check = "http"

    def setUp(self):
        super().setUp()
        Site.asked = []
        Site.held = {}
        Site.pages = {
            "/web/login": (200, "text/html", LOGIN),
            "/web": (303, "text/html", "", ("Location", "/web/login")),
            "/web/bundle/web.assets_web": (
                200,
                "application/json",
                f'[{{"type": "script", "src": "{SCRIPT}"}}]',
            ),
            STYLE: (200, "text/css", "a { color: red }"),
            SCRIPT: (200, "text/javascript", "odoo;"),
        }
        server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        self.addCleanup(server.shutdown)
        self.port = server.server_port
        self.startPatcher(
            patch.dict(
                config.options,
                http_port=self.port,
                http_interface="127.0.0.1",
                http_enable=True,
                dbfilter="",
            )
        )
        self.startPatcher(patch.object(http.NodeLock, "taken", lambda _lock: True))
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "https://erp.example.com"
        )

    def store_asset_finding(self, subject, **values):
        now = fields.Datetime.now()
        check = self.env["ipai.health.check"]._for_checkers(["assets"])["assets"]
        check.write(values)
        self.env["ipai.health.finding"].create(
            {
                "rule": "asset-file-missing",
                "severity": "critical",
                "subject": subject,
                "message": "lost",
                "check_id": check.id,
                "first_seen": now,
                "last_seen": now,
            }
        )

    def assert_asks_here_for_the_public_name(self):
        self.assertIn(STYLE, [path for path, _headers in Site.asked])
        for _path, headers in Site.asked:
            self.assertEqual(headers["Host"], "erp.example.com")
            self.assertEqual(headers["X-Odoo-Database"], self.env.cr.dbname)

    def test_quiet_when_every_page_is_good(self):
        self.assert_quiet()
        self.assert_asks_here_for_the_public_name()

    def test_quiet_when_the_proxy_sends_the_files(self):
        Site.pages[STYLE] = (200, "text/css", "", ("X-Accel-Redirect", "/filestore/a"))
        self.assert_quiet()

    def test_skipped_when_no_server_runs_here(self):
        with (
            patch.object(http.NodeLock, "taken", lambda _lock: False),
            self.assertRaises(CheckSkipped),
        ):
            self.look()

    def test_skipped_when_the_database_is_not_shown_here(self):
        with (
            patch.dict(config.options, dbfilter="^other$"),
            self.assertRaises(CheckSkipped),
        ):
            self.look()

    def test_a_failing_login_page_is_told(self):
        Site.pages["/web/login"] = (500, "text/html", "")
        finding = self.only()
        self.assertEqual(finding.rule, "http-login-failed")
        self.assertIn("500", finding.message)

    def test_quiet_when_users_log_in_elsewhere(self):
        away = ("Location", "https://sso.example.net/authorize?state=s")
        Site.pages["/web/login"] = (303, "text/html", "", away)
        self.assert_quiet(FULL)
        self.assertNotIn("/authorize", str([path for path, _ in Site.asked]))

    def test_a_redirect_of_the_site_itself_is_followed(self):
        here = ("Location", "https://erp.example.com/nowhere")
        Site.pages["/web/login"] = (303, "text/html", "", here)
        self.assertIn(("http-login-failed", "/web/login"), self.found(FULL))

    def test_the_database_selector_is_told(self):
        Site.pages["/web"] = (
            *(303, "text/html", ""),
            ("Location", "/web/database/selector"),
        )
        self.assertEqual([rule for rule, _ in self.found()], ["http-web-failed"])

    def test_nobody_listening_is_told(self):
        with patch.dict(config.options, http_port=1):
            self.assertEqual(self.only().rule, "http-login-failed")

    def hold(self, path):
        """Keep a question and never answer, as a worker does that waits for a lock."""
        self.startPatcher(patch.object(http, "TIMEOUT", 0.3))
        Site.held[path] = threading.Event()
        self.addCleanup(Site.held[path].set)

    def test_a_page_that_is_kept_is_told_and_not_asked_for_again(self):
        for depth in (QUICK, FULL):
            Site.asked = []
            self.hold("/web/login")
            finding = self.only(depth, memo=["/web/login"])
            self.assertEqual(finding.rule, "http-login-failed")
            self.assertIn("no complete answer", finding.message)
            self.assertEqual([path for path, _headers in Site.asked], ["/web/login"])

    def test_a_page_that_is_kept_once_may_be_a_busy_moment(self):
        self.hold("/web/login")
        self.assert_quiet(QUICK)
        finding = self.only(QUICK, memo=self.last_look.new_memo)
        self.assertEqual(finding.rule, "http-login-failed")

    def test_a_person_who_asks_is_told_at_once(self):
        self.hold("/web/login")
        self.assertEqual(self.only(live=True).rule, "http-login-failed")

    def test_a_page_that_failed_and_is_kept_now_is_not_healed(self):
        self.hold("/web/login")
        known = frozenset({("http-login-failed", "/web/login")})
        self.assertEqual(self.only(open_subjects=known).rule, "http-login-failed")

    def test_what_was_wrong_elsewhere_neither_hurries_nor_heals(self):
        self.hold("/web/login")
        known = frozenset({("http-slow", "/web")})
        self.assertEqual(self.found(open_subjects=known), [("http-slow", "/web")])

    def test_nothing_is_asked_after_an_asset_that_is_kept(self):
        self.hold(STYLE)
        self.assertEqual(
            self.found(memo=[STYLE]),
            [("http-asset-failed", "web.assets_frontend.min.css")],
        )
        self.assertEqual(Site.asked[-1][0], STYLE)

    def test_a_slow_page_is_told_when_it_is_slow_again(self):
        self.choose("http-slow", 1e-9)
        rules = {rule for rule, _subject in self.found()}
        self.assertEqual(rules, {"http-slow"})

    def test_quiet_when_a_page_was_slow_once(self):
        asked = iter((0.0, 60.0))
        original = site.look
        with patch.object(
            site,
            "look",
            lambda browser, origin, patterns, limits: original(
                browser, origin, patterns, replace(limits, slow=next(asked))
            ),
        ):
            self.assert_quiet()

    def test_a_quick_look_asks_for_the_login_page_alone(self):
        self.assert_quiet(QUICK)
        self.assertEqual([path for path, _headers in Site.asked], ["/web/login"])

    def test_a_quick_look_asks_again_for_what_was_wrong(self):
        Site.pages["/web"] = (500, "text/html", "")
        known = frozenset({("http-web-failed", "/web")})
        finding = self.only(QUICK, open_subjects=known)
        self.assertEqual(finding.rule, "http-web-failed")

    def test_an_asset_that_nobody_else_tells_is_told(self):
        Site.pages[STYLE] = (500, "text/html", "")
        self.assertEqual(
            self.found(), [("http-asset-failed", "web.assets_frontend.min.css")]
        )

    def test_steps_back_for_the_check_of_assets(self):
        Site.pages[STYLE] = (500, "text/html", "")
        self.store_asset_finding("web.assets_frontend.min.css")
        self.assert_quiet()

    def test_steps_back_for_a_bundle_that_cannot_be_built(self):
        Site.pages[STYLE] = (500, "text/html", "")
        self.store_asset_finding("web.assets_frontend")
        self.assert_quiet()

    def test_does_not_step_back_for_another_bundle(self):
        Site.pages[STYLE] = (500, "text/html", "")
        self.store_asset_finding("web.assets_web.min.css")
        self.assertEqual(self.only().rule, "http-asset-failed")

    def test_does_not_step_back_for_a_check_that_is_switched_off(self):
        Site.pages[STYLE] = (500, "text/html", "")
        self.store_asset_finding("web.assets_frontend.min.css", enabled=False)
        self.assertEqual(self.only().rule, "http-asset-failed")

    def test_gives_the_check_of_assets_until_the_next_look(self):
        Site.pages[STYLE] = (500, "text/html", "")
        name = "web.assets_frontend.min.css"
        seen = patch.object(
            type(self.env["ipai.health.checker.assets"]),
            "_look",
            lambda *_: iter([http.Finding("asset-file-missing", name, "lost")]),
        )
        with seen:
            for memo in (None, []):  # a node that has just come, and any other
                self.assert_quiet(memo=memo)
            finding = self.only(memo=self.last_look.new_memo)
            self.assertEqual(self.only(live=True).rule, "http-asset-failed")
        self.assertEqual(finding.rule, "http-asset-failed")
