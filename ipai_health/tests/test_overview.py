"""The Overview: what is stored, what a live look adds, and the report for a ticket."""

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from ..core.finding import Finding


@tagged("post_install", "-at_install")
class TestOverview(TransactionCase):
    def setUp(self):
        super().setUp()
        self.overview = self.env["ipai.health.overview"]
        self.env["ipai.health.finding"].search([]).unlink()

    def rules(self):
        groups = self.overview.load()["groups"]
        return [each["rule"] for group in groups for each in group["findings"]]

    def pend(self):
        modules = self.env["ir.module.module"]
        module = modules.search([("state", "=", "uninstalled")], limit=1)
        module.state = "to install"
        self.env.flush_all()
        return module

    def store(self, *found, check="assets"):
        row = self.env["ipai.health.check"]._for_checkers([check])[check]
        self.env["ipai.health.finding"]._store(row, "", found, fields.Datetime.now())

    def test_quiet_when_nothing_is_found(self):
        self.assertEqual(self.rules(), [])
        self.assertEqual(self.overview.load()["status"], "pass")

    def test_a_pending_module_is_seen_live(self):
        self.pend()
        self.assertEqual(self.rules(), ["module-pending"])

    def test_also_before_any_run_made_the_rows_of_the_checks(self):
        self.env["ipai.health.check"].search([]).unlink()
        self.pend()
        self.assertEqual(self.rules(), ["module-pending"])

    def test_what_a_live_look_finds_no_more_is_not_shown(self):
        self.store(Finding("module-pending", "gone", "waits"), check="modules")
        self.assertEqual(self.rules(), [])

    def test_the_worst_stands_first_and_decides(self):
        self.store(
            Finding("asset-superseded", "a.min.css", "old"),
            Finding("asset-file-missing", "b.min.css", "lost"),
        )
        self.assertEqual(self.rules(), ["asset-file-missing", "asset-superseded"])
        page = self.overview.load()
        self.assertEqual(page["status"], "fail")
        self.assertEqual(page["sentence"], "One thing is broken now.")

    def test_the_history_has_thirty_days(self):
        self.assertEqual(len(self.overview.load()["history"]), 30)

    def test_a_looker_reads_it_without_offers(self):
        self.store(Finding("asset-file-missing", "b.min.css", "lost"))
        looker = new_test_user(self.env, "otto", "ipai_health.group_user")
        page = self.overview.with_user(looker).load()
        self.assertFalse(page["can_act"])
        self.assertEqual(page["groups"][0]["findings"][0]["offers"], [])

    def test_the_report_keeps_no_secret(self):
        self.store(
            Finding(
                "asset-file-missing",
                "b.min.css",
                "lost at postgresql://odoo:hunter2@db/prod, token=abcdef",
            )
        )
        report = self.env["ipai.health.report"].markdown()
        self.assertIn("asset-file-missing", report)
        self.assertNotIn("hunter2", report)
        self.assertNotIn("abcdef", report)
