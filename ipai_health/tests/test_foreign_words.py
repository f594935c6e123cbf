"""Words of others (names of views, modules, models, errors of scripts) act nowhere."""

import contextlib
import http.server
import io
import logging
import threading
import types

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ..checks.node.browser import NodeBrowser
from ..command import repair
from ..core.finding import Finding
from ..models.ipai_health_notification_webhook import WEBHOOK_URL
from ..models.ipai_health_remedy import Result

HOSTILE = (
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    '"><svg onload=window.hacked=1>',
    '<a href="javascript:window.hacked=1">fix it</a>',
    '{{ 7 * 7 }} <t t-out="1"/> %(message)s',
)
FORGED = "a\r\n2026-01-01 00:00:00,000 1 CRITICAL live odoo.http: \x1b[2J"


class ForeignWordsCase:
    """Findings whose every text is hostile."""

    def find(self, *texts):
        check = self.env["ipai.health.check"]._for_checkers(["views"])["views"]
        found = [Finding("view-invalid", text, text, remedy=text) for text in texts]
        self.env["ipai.health.finding"]._store(check, "", found, fields.Datetime.now())
        return check

    def assert_harmless(self, page, *texts):
        """Tell that ``page`` shows ``texts`` as they are, and makes nothing of them."""
        tree = html.fromstring(page)
        self.assertEqual(tree.xpath("//script | //img | //svg | //iframe"), [])
        attributes = tree.xpath("//@*[starts-with(name(), 'on')]")
        self.assertEqual(attributes, [])
        links = tree.xpath("//@href | //@src | //@action | //@formaction")
        self.assertFalse([each for each in links if "script:" in each.lower()])
        shown = " ".join(tree.text_content().split())
        for text in texts:
            self.assertIn(" ".join(text.split()), shown)


@tagged("post_install", "-at_install")
class TestForeignWordsOnPages(ForeignWordsCase, HttpCase):
    def test_the_repair_page_shows_them_as_they_are(self):
        self.find(*HOSTILE)
        new_test_user(self.env, "health_manager", groups="ipai_health.group_manager")
        self.authenticate("health_manager", "health_manager")
        answer = self.url_open("/ipai/repair")
        self.assertEqual(answer.status_code, 200)
        self.assert_harmless(answer.text, *HOSTILE)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])


@tagged("post_install", "-at_install")
class TestForeignWords(ForeignWordsCase, TransactionCase):
    def test_a_chat_neither_links_nor_calls(self):
        self.find("<!channel> [click](http://evil.example)", "@all\n- healed: x")
        told = self.env["ipai.health.finding"]._untold("told_outside")
        text = self.env["ipai.health.notification"]._text(told)
        self.assertNotIn("<!", text)
        self.assertNotIn("](", text)
        self.assertNotIn("@all", text)
        self.assertNotIn("\n- healed: x", text)

    def test_a_ticket_shows_them_as_they_are(self):
        self.find(*HOSTILE, "a\n# b", "| x |\n|---|")
        text = self.env["ipai.health.report"].markdown()
        self.assertNotIn("<script", text.replace(r"\<", ""))
        self.assertNotIn("<img", text.replace(r"\<", ""))
        self.assertNotIn("\n# b", text)
        self.assertNotIn("\n|---|\n\n", text)

    def test_a_repair_makes_one_line_of_the_log(self):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        logger = logging.getLogger("odoo.addons.ipai_health.models.ipai_health_remedy")
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        remedy = self.env["ipai.health.purge"]
        remedy._log(FORGED, Result(FORGED, "failed"), 0.1)
        self.assertEqual(out.getvalue().count("\n"), 1, out.getvalue())
        self.assertNotIn("\x1b", out.getvalue())

    def test_broken_bundles_make_one_line_of_the_log(self):
        check = self.env["ipai.health.check"]._for_checkers(["assets"])["assets"]
        self.env["ipai.health.finding"]._store(
            check,
            "",
            [Finding("asset-file-missing", FORGED, FORGED)],
            fields.Datetime.now(),
        )
        name = "odoo.addons.ipai_health.models.ipai_health_purge"
        with self.assertLogs(name, "WARNING") as logs:
            self.env["ipai.health.purge"]._log_offer(
                self.env["ipai.health.finding"].search([("subject", "=", FORGED)])
            )
        (line,) = logs.output
        self.assertNotIn("\n", line)
        self.assertNotIn("\x1b", line)

    def test_the_command_prints_a_name_on_one_line(self):
        view = self.env["ir.ui.view"].create(
            {
                "name": FORGED,
                "model": "res.partner",
                "arch": "<form><field name='email'/></form>",
            }
        )
        out = io.StringIO()
        options = types.SimpleNamespace(find_field="res.partner.email", format="text")
        self.assertEqual(repair._find_field(self.env, options, out), 0)
        (line,) = [x for x in out.getvalue().split("\n") if x.startswith(f"{view.id} ")]
        self.assertIn("CRITICAL", line)
        self.assertNotIn("\x1b", out.getvalue())
        self.assertNotIn("\r", out.getvalue())

    def test_arguments_of_the_command_are_no_sql(self):
        for words in ("x'; DROP TABLE ir_cron; --", "res.partner.x' OR '1'='1", "%s%s"):
            options = types.SimpleNamespace(find_field=words, format="text")
            out = io.StringIO()
            with self.subTest(words=words):
                code = repair._find_field(self.env, options, out)
                self.assertIn(code, (0, 2))
                self.assertNotIn(": view", out.getvalue())
        self.env.cr.execute("SELECT count(*) FROM ir_cron")
        self.assertTrue(self.env.cr.fetchone()[0])

    def test_targets_of_repairs_are_no_sql(self):
        words = "1); DELETE FROM ipai_health_rule; --"
        remedies = self.env["ipai.health.remedy"]
        for code in remedies._remedies():
            with self.subTest(remedy=code), contextlib.suppress(UserError):
                plan = remedies.plan(code, words)
                self.assertTrue(plan["refusal"] or plan["items"] or plan["summary"])
        for code in ("disable-view", "restore-view"):
            with self.subTest(remedy=code):
                result = remedies._remedies()[code]._apply(words)
                self.assertEqual(result["state"], "refused")
        self.assertTrue(self.env["ipai.health.rule"].search_count([]))

    def test_an_address_that_is_none_of_the_web_is_refused_where_it_is_entered(self):
        for address in ("javascript:alert(1)", "file:///etc/passwd", "chat.example/x"):
            settings = self.env["res.config.settings"].create(
                {"health_webhook_url": address}
            )
            with self.subTest(address=address), self.assertRaises(UserError):
                settings.execute()
        self.env["res.config.settings"].create(
            {"health_webhook_url": "https://chat.example/hooks/x"}
        ).execute()
        stored = self.env["ir.config_parameter"].get_param(WEBHOOK_URL)
        self.assertEqual(stored, "https://chat.example/hooks/x")


class Site(http.server.BaseHTTPRequestHandler):
    """Redirects whoever asks to where ``server.target`` says."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(302 if self.server.target else 200)
        if self.server.target:
            self.send_header("Location", self.server.target)
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing on standard error."""


@tagged("post_install", "-at_install")
class TestForeignAddresses(TransactionCase):
    def serve(self, target=""):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        server.target, server.asked = target, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server, f"http://127.0.0.1:{server.server_port}"

    def test_a_node_asks_nobody_but_itself_wherever_a_page_leads(self):
        """A redirect, a link or web.base.url may name any machine behind the wall."""
        inner, inside = self.serve()
        outer, origin = self.serve(f"{inside}/latest/meta-data")
        browser = NodeBrowser(origin, timeout=5)
        browser.follow(f"{origin}/web/login")
        browser.get(f"{inside}/secret?x=1")
        self.assertEqual(inner.asked, [])
        self.assertEqual(outer.asked, ["/web/login", "/secret?x=1"])
