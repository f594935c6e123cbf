"""The numbers beyond which a rule is broken, and those of one's own."""

from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..core import thresholds
from ..core.rule import BREAKING, Rule, Threshold
from ..core.rules import RULES
from .common import CheckCase


@tagged("post_install", "-at_install")
class TestThresholds(TransactionCase):
    def rule(self, code):
        return self.env["ipai.health.rule"].search([("code", "=", code)])

    def deciding(self, code):
        return self.env["ipai.health.checker"]._threshold(code)

    def test_the_default_stands_there_with_its_unit_and_meaning(self):
        rule = self.rule("module-pending")
        self.assertEqual(rule.threshold, thresholds.PENDING_GRACE)
        self.assertEqual(rule.threshold_unit, "s")
        self.assertIn("critical", rule.threshold_meaning)

    def test_every_threshold_is_shown_and_its_default_within_its_bounds(self):
        for code, rule in RULES.items():
            known = rule.threshold
            with self.subTest(rule=code):
                if known is None:
                    self.assertFalse(self.rule(code).threshold_unit)
                    continue
                self.assertTrue(self.rule(code).threshold_unit)
                self.assertLessEqual(known.least, known.value)
                self.assertLessEqual(known.value, known.most)

    def test_one_of_ones_own_decides_until_it_is_taken_back(self):
        rule = self.rule("http-slow")
        rule.threshold = 8
        self.assertEqual(self.deciding("http-slow"), 8)
        self.assertEqual((rule.threshold, rule.threshold_default), (8, 5))
        rule.threshold = 0
        self.assertEqual(self.deciding("http-slow"), thresholds.SLOW_PAGE)
        self.assertEqual(rule.threshold, thresholds.SLOW_PAGE)

    def test_the_default_by_hand_is_not_ones_own(self):
        rule = self.rule("http-slow")
        rule.threshold = 8
        rule.threshold = thresholds.SLOW_PAGE
        self.assertFalse(rule.own_threshold)

    def test_nonsense_is_refused(self):
        for code, number in (
            ("http-slow", -1),
            ("database-connections-high", 101),
            ("node-clock-skew", 86_400),
        ):
            with self.subTest(rule=code), self.assertRaises(ValidationError):
                self.rule(code).threshold = number

    def test_rules_of_other_addons_come_and_go_with_a_run(self):
        another = Rule(
            code="printer-slow",
            title="A printer is slow",
            why="People wait.",
            fix="Buy another one.",
            severity="warning",
            impact=BREAKING,
            threshold=Threshold(30, "s", "a page takes longer", 1, 600),
        )
        checker = type(self.env["ipai.health.checker"]._checkers()["cron"])
        runs = self.env["ipai.health.run"]
        with patch.object(checker, "_health_rules", (another,)):
            runs._run("quick", "command", names=["cron"])
            self.assertEqual(self.rule("printer-slow").threshold, 30)
            self.assertEqual(self.deciding("printer-slow"), 30)
            self.rule("printer-slow").threshold = 60
            self.assertEqual(self.deciding("printer-slow"), 60)
            self.env["ipai.health.rule"]._sync()
            self.assertEqual(self.rule("printer-slow").threshold, 60)
        checks = type(self.env["ipai.health.check"])
        with patch.object(checks, "_knows_every_addon", lambda _self: False):
            self.env["ipai.health.rule"]._sync()
            self.assertTrue(self.rule("printer-slow"))
        runs._run("quick", "command", names=["cron"])
        self.assertEqual(self.rule("printer-slow").own_threshold, 60)
        self.rule("printer-slow").threshold = 0
        runs._run("quick", "command", names=["cron"])
        self.assertFalse(self.rule("printer-slow"))

    def test_a_rule_that_no_number_decides_about_takes_none(self):
        with self.assertRaises(ValidationError):
            self.rule("asset-file-missing").threshold = 3

    def test_a_change_is_kept_in_the_history_and_looked_at_soon(self):
        quick = self.env.ref("ipai_health.ir_cron_quick")
        triggers = self.env["ir.cron.trigger"]
        triggers.search([("cron_id", "=", quick.id)]).unlink()
        rule = self.rule("module-pending")
        rule.threshold = 1200
        self.flush_tracking()
        tracked = rule.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracked.mapped("new_value_float"), [1200])
        self.assertTrue(triggers.search_count([("cron_id", "=", quick.id)]))

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.flush()

    def test_who_may_only_look_changes_none(self):
        user = new_test_user(self.env, "otto", "ipai_health.group_user")
        with self.assertRaises(AccessError):
            self.rule("http-slow").with_user(user).threshold = 8


@tagged("post_install", "-at_install")
class TestGrace(CheckCase):
    check = "modules"

    def pend(self, age):
        module = self.env["ir.module.module"].search(
            [("state", "=", "uninstalled")], limit=1
        )
        module.state = "to install"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_module_module SET write_date = now() AT TIME ZONE 'UTC'"
            " - make_interval(secs => %s) WHERE id = %s",
            [age, module.id],
        )

    def test_a_grace_of_ones_own_decides_as_in_the_probe(self):
        self.pend(300)
        self.assertEqual(self.only().severity, "warning")
        self.choose("module-pending", 200)
        self.assertEqual(self.only().severity, "critical")
        self.choose("module-pending", 0)
        self.assertEqual(self.only().severity, "warning")


@tagged("post_install", "-at_install")
class TestClockSkew(CheckCase):
    check = "nodes"

    def setUp(self):
        super().setUp()
        self.env["ipai.health.node"].search([]).unlink()
        self.env.cr.execute(
            "INSERT INTO ipai_health_node (name, started, last_seen, steady_since,"
            " beat, clock_skew, fingerprint) SELECT 'here:8069', clock, clock, clock,"
            " 15, 6, 'same' FROM (SELECT now() AT TIME ZONE 'UTC' AS clock) AS now"
        )

    def test_quiet_within_the_default(self):
        self.assert_quiet()

    def test_a_skew_of_ones_own_decides(self):
        self.choose("node-clock-skew", 5)
        self.assertEqual(self.only().rule, "node-clock-skew")
