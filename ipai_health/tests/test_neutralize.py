"""A neutralised copy keeps quiet towards the production that it was copied from."""

from odoo import fields
from odoo.modules.neutralize import neutralize_database
from odoo.tests import TransactionCase, tagged

from ..core.finding import Finding
from ..models.ipai_health_notification_webhook import WEBHOOK_URL


@tagged("post_install", "-at_install")
class TestNeutralize(TransactionCase):
    def test_the_chat_and_the_nodes_of_the_production_are_forgotten(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param(WEBHOOK_URL, "https://chat.example.com/hooks/x")
        now = fields.Datetime.now()
        check = self.env["ipai.health.check"]._for_checkers(["config"])["config"]
        findings = self.env["ipai.health.finding"]
        own, _resolved = findings._store(
            check, "", [Finding("list-db-open", "here", "open")], now
        )
        others, _resolved = findings._store(
            check, "live:8069", [Finding("list-db-open", "there", "open")], now
        )
        (own | others).write({"told_inside": "open", "told_outside": "open"})
        check.node_memos = {"live:8069": "known there"}
        check._refresh_status()
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO ipai_health_node (name, port, last_seen)"
            " VALUES ('live:8069', 8069, now())"
        )
        neutralize_database(self.env.cr)
        self.env.invalidate_all()
        self.env.registry.clear_cache("stable")
        self.assertFalse(parameters.get_param(WEBHOOK_URL))
        self.assertFalse(self.env["ipai.health.node"].search([]))
        self.assertEqual((own.state, others.state), ("open", "resolved"))
        for channel in ("told_inside", "told_outside"):
            self.assertNotIn(others, findings._untold(channel))
        self.assertFalse(check.node_memos)
        self.assertFalse(check.status)
