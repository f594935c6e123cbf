"""The Overview: what is stored, what a live look adds, and the report for a ticket."""

from datetime import timedelta

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

    def looked(self, ago, scope="database"):
        """Note that the quick checks of ``scope`` looked so long ago."""
        checks = self.env["ipai.health.check"]
        checks.search([]).last_look = False
        wanted = [("depth", "=", "quick"), ("scope", "=", scope)]
        checks.search(wanted).last_look = self.env.cr.now() - ago
        self.env.flush_all()

    def test_a_self_check_that_does_not_come_is_seen_live(self):
        self.looked(timedelta(minutes=16))
        self.assertEqual(self.rules(), ["self-check-stale"])
        self.assertEqual(self.overview.load()["status"], "warn")
        self.looked(timedelta(minutes=14))
        self.assertEqual(self.rules(), [])

    def test_a_self_check_that_comes_more_rarely_by_wish_is_in_time(self):
        self.env.ref("ipai_health.ir_cron_quick").interval_number = 10
        self.looked(timedelta(minutes=16))
        self.assertEqual(self.rules(), [])

    def test_what_nodes_look_at_is_no_self_check(self):
        self.looked(timedelta(minutes=16), scope="node")
        self.assertEqual(self.rules(), [])

    def test_a_waiting_module_stops_the_self_check_and_is_told_alone(self):
        self.looked(timedelta(minutes=16))
        self.pend()
        self.assertEqual(self.rules(), ["module-pending"])

    def test_no_run_stores_that_it_did_not_come(self):
        self.looked(timedelta(minutes=16))
        self.env["ipai.health.run"]._run("quick", "schedule", names=["cron"])
        self.assertEqual(self.rules(), [])
        self.assertFalse(
            self.env["ipai.health.finding"].search([("rule", "=", "self-check-stale")])
        )

    def test_a_muted_one_counts_again_after_its_end_date(self):
        module, today = self.pend(), fields.Date.today()
        self.store(Finding("module-pending", module.name, "waits"), check="modules")
        finding = self.env["ipai.health.finding"].search([])
        finding._mute("known", today)
        self.assertEqual(self.rules(), [])
        finding.mute_until = today - timedelta(days=1)
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

    def run_of(self, status, days, state="done"):
        start = fields.Datetime.now() - timedelta(days=days)
        self.env["ipai.health.run"].create(
            {
                "start": start,
                "end": start,
                "depth": "quick",
                "trigger": "schedule",
                "state": state,
                "status": status,
            }
        )

    def test_the_history_shows_the_worst_of_each_of_thirty_days(self):
        self.env["ipai.health.run"].search([]).unlink()
        for status, days in (("pass", 0), ("warn", 0), ("pass", 3), ("fail", 29)):
            self.run_of(status, days)
        self.run_of("fail", 30)
        self.run_of("fail", 5, state="interrupted")
        history = self.overview.load()["history"]
        self.assertEqual(len(history), 30)
        shown = {29 - number: day for number, day in enumerate(history) if day["runs"]}
        self.assertEqual(
            {days: (day["status"], day["runs"]) for days, day in shown.items()},
            {0: ("warn", 2), 3: ("pass", 1), 29: ("fail", 1)},
        )
        self.assertEqual(history[-1]["day"], fields.Date.context_today(self.overview))

    def test_a_finding_opens_the_guilty_record_or_offers_none(self):
        view = self.env.ref("base.view_partner_form")
        self.store(
            Finding("view-invalid", "a", "bad", res_model=view._name, res_id=view.id),
            Finding("view-invalid", "b", "gone", res_model=view._name, res_id=2**30),
            Finding("view-invalid", "c", "nowhere"),
            check="views",
        )
        findings = self.env["ipai.health.finding"].search([], order="subject")
        self.assertEqual(
            findings.mapped("record_name"), [view.display_name, False, False]
        )
        self.assertEqual(findings.mapped("can_open"), [True, False, False])
        looker = new_test_user(self.env, "olga", groups="ipai_health.group_user")
        theirs = findings.with_user(looker)
        self.assertEqual(theirs.mapped("can_open"), [False, False, False])
        self.assertFalse(any(each._as_dict()["can_open"] for each in theirs))
        action = findings[0].action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]), (view._name, view.id))

    def test_the_worst_open_finding_comes_first(self):
        self.store(
            Finding("asset-superseded", "info", "old", severity="info"),
            Finding("asset-compile-error", "warning", "bad", severity="warning"),
            Finding("asset-file-missing", "critical", "lost", severity="critical"),
            Finding("asset-file-missing", "muted", "lost", severity="critical"),
        )
        findings = self.env["ipai.health.finding"]
        findings.search([("subject", "=", "muted")])._mute("known", False)
        order = ["critical", "warning", "info", "muted"]
        self.assertEqual(findings.search([]).mapped("subject"), order)
        by_click = findings.search([], order="severity desc, state, id")
        self.assertEqual(by_click.mapped("subject")[:2], ["info", "warning"])

    def test_members_export_findings(self):
        self.store(Finding("asset-file-missing", "b.min.css", "lost"))
        looker = new_test_user(
            self.env,
            "otto",
            "base.group_user,base.group_allow_export,ipai_health.group_user",
        )
        findings = self.env["ipai.health.finding"].with_user(looker).search([])
        rows = findings.export_data(["rule", "severity", "check_id/name"])["datas"]
        self.assertEqual(rows, [["asset-file-missing", "Critical", "assets"]])

    def test_a_run_tells_how_far_it_is(self):
        self.assertFalse(self.overview.progress())
        self.run_of(False, 0, state="running")
        run = self.env["ipai.health.run"].search([("state", "=", "running")])
        run.write({"progress_check": "assets", "progress_done": 3, "progress_total": 9})
        progress = self.overview.progress()
        self.assertEqual((progress["check"], progress["done"]), ("Assets", 3))
        self.assertEqual(progress["total"], 9)

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
