"""A chat is told what breaks or heals: once, through its webhook."""

import http.server
import json
import threading

from odoo.tests import tagged

from ..models.ipai_health_notification_webhook import WEBHOOK_URL
from .test_notification import NotificationCase


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes what a webhook is told."""

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.told.append(json.loads(self.rfile.read(length)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing on standard error."""


@tagged("post_install", "-at_install")
class TestWebhook(NotificationCase):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.server.told, self.server.answer = [], 200
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hooks/sesame"
        self.env["ir.config_parameter"].set_param(WEBHOOK_URL, self.address)

    def failure(self):
        return self.env["ipai.health.finding"].search(
            [("rule", "=", "notification-failed"), ("state", "=", "open")]
        )

    def test_told_as_mattermost_and_slack_take_it(self):
        self.found("lost")
        self.tell()
        ((told,),) = (self.server.told,)
        self.assertEqual(list(told), ["text"])
        self.assertIn("1 new, 0 healed", told["text"])
        self.assertIn("Critical: lost is lost", told["text"])
        self.tell()
        self.assertEqual(len(self.server.told), 1)

    def test_a_mail_that_fails_is_told_where_it_can_be(self):
        self.found("lost")
        (message,) = self.tell()
        message.notification_ids.notification_status = "exception"
        message.notification_ids.failure_reason = "no route"
        self.tell()
        self.assertIn("no route", self.server.told[-1]["text"])

    def test_quiet_without_changes_or_address(self):
        self.tell()
        self.env["ir.config_parameter"].set_param(WEBHOOK_URL, False)
        self.found("lost")
        self.tell()
        self.assertEqual(self.server.told, [])
        self.assertFalse(self.failure())

    def test_refusal_is_a_finding_and_told_again_later(self):
        self.server.answer = 500
        self.found("lost")
        self.tell()
        self.assertIn("HTTP 500", self.failure().message)
        self.server.answer = 200
        self.tell()
        self.assertEqual(len(self.server.told), 2)
        self.assertFalse(self.failure())

    def test_redirect_is_not_followed(self):
        self.server.answer = 302
        self.found("lost")
        self.tell()
        self.assertIn("HTTP 302", self.failure().message)

    def test_absence_is_a_finding_that_keeps_the_address_secret(self):
        self.server.shutdown()
        self.server.server_close()
        self.found("lost")
        self.tell()
        self.assertIn("connection refused", self.failure().message)
        self.assertNotIn("sesame", self.failure().message)

    def test_failure_stays_open_when_its_check_looks_again(self):
        self.server.answer = 500
        self.found("lost")
        self.tell()
        self.found("lost")
        self.assertTrue(self.failure())
