"""Muting, maintenance and severities of one's own."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..core.finding import Finding
from ..models import ipai_health_maintenance

LOST = Finding("asset-file-missing", "web.x.min.css", "lost")
SLOW = Finding("http-slow", "/web", "slow")


class FindingCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.findings = cls.env["ipai.health.finding"]
        cls.check = cls.env["ipai.health.check"]._for_checkers(["assets"])["assets"]
        cls.check.finding_ids.unlink()

    def see(self, *found):
        """Store what one look found; return the records of the check."""
        self.findings._store(self.check, "", found, fields.Datetime.now())
        self.check._refresh_status()
        return self.check.finding_ids


@tagged("post_install", "-at_install")
class TestMute(FindingCase):
    def mute(self, findings, days=30):
        until = fields.Date.today() + timedelta(days=days)
        wizard = self.env["ipai.health.mute"].create(
            {"finding_ids": findings.ids, "reason": "known", "until": until}
        )
        wizard.action_mute()

    def test_a_muted_finding_does_not_count(self):
        finding = self.see(LOST)
        self.assertEqual(self.check.status, "fail")
        self.mute(finding)
        self.assertEqual((finding.state, finding.mute_reason), ("muted", "known"))
        self.assertEqual(finding.muted_by, self.env.user)
        self.assertEqual(self.check.status, "pass")

    def test_it_stays_muted_when_seen_again(self):
        finding = self.see(LOST)
        self.mute(finding)
        self.see(LOST)
        self.assertEqual((finding.state, finding.seen_count), ("muted", 2))

    def test_it_stays_muted_when_it_goes_and_comes_back(self):
        finding = self.see(LOST)
        self.mute(finding)
        self.see()
        self.assertEqual(finding.state, "resolved")
        self.see(LOST)
        self.assertEqual(finding.state, "muted")

    def test_what_is_resolved_is_not_muted(self):
        finding = self.see(LOST)
        self.see()
        self.mute(finding)
        self.assertEqual((finding.state, finding.mute_until), ("resolved", False))

    def test_it_counts_again_after_its_end_date(self):
        finding = self.see(LOST)
        self.mute(finding)
        finding.mute_until = fields.Date.today() - timedelta(days=1)
        self.findings._unmute_expired()
        self.assertEqual((finding.state, finding.mute_reason), ("open", False))
        self.assertEqual(self.check.status, "fail")

    def test_it_stays_muted_on_its_last_day(self):
        finding = self.see(LOST)
        self.mute(finding, days=0)
        self.findings._unmute_expired()
        self.assertEqual(finding.state, "muted")

    def test_several_are_muted_and_unmuted_at_once(self):
        findings = self.see(LOST, Finding("asset-file-corrupt", "a.js", "cut"))
        action = findings.action_mute()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.create({"reason": "known"}).action_mute()
        self.assertEqual(set(findings.mapped("state")), {"muted"})
        findings.action_unmute()
        self.assertEqual(set(findings.mapped("state")), {"open"})

    def test_retrying_a_check_of_the_nodes_says_that_they_look(self):
        log = self.env["ipai.health.check"]._for_checkers(["log"])["log"]
        told = log.action_retry()["params"]["message"]
        self.assertIn("Every node has been asked", told)
        told = self.check.action_retry()["params"]["message"]
        self.assertEqual(told, "The checks have looked again.")

    def test_retrying_several_runs_each_of_their_checks_once(self):
        findings = self.see(LOST, Finding("asset-file-corrupt", "a.js", "cut"))
        views = self.env["ipai.health.check"]._for_checkers(["views"])["views"]
        odd = Finding("view-invalid", "v", "bad")
        self.findings._store(views, "", [odd], fields.Datetime.now())
        asked = []
        with patch.object(
            type(self.env["ipai.health.run"]),
            "_run",
            lambda runs, depth, trigger, names: asked.append((depth, names)) or {},
        ):
            answer = (findings | views.finding_ids).action_retry()
        ((depth, names),) = asked
        self.assertEqual((depth, sorted(names)), ("full", ["assets", "views"]))
        self.assertEqual(answer["params"]["type"], "success")

    def test_unmuting_counts_at_once(self):
        finding = self.see(LOST)
        self.mute(finding)
        finding.action_unmute()
        self.assertEqual((finding.state, self.check.status), ("open", "fail"))

    def test_an_end_date_in_the_past_is_refused(self):
        with self.assertRaises(ValidationError):
            self.mute(self.see(LOST), days=-1)

    def test_who_may_only_look_may_not_unmute(self):
        user = new_test_user(self.env, "otto", "ipai_health.group_user")
        with self.assertRaises(AccessError):
            self.see(LOST).with_user(user).action_unmute()


@tagged("post_install", "-at_install")
class TestSeverity(FindingCase):
    def rule(self, code):
        return self.env["ipai.health.rule"].search([("code", "=", code)])

    def test_every_rule_of_a_check_has_its_row(self):
        self.assertTrue(self.rule("asset-file-missing"))
        self.assertFalse(self.rule("network-alias-missing"))

    def test_an_own_severity_counts_at_once_and_later(self):
        finding = self.see(LOST)
        self.rule(LOST.rule).severity = "info"
        self.assertEqual((finding.severity, self.check.status), ("info", "pass"))
        self.see(LOST)
        self.assertEqual(finding.severity, "info")

    def test_taking_it_back_restores_what_was_found(self):
        finding = self.see(LOST)
        self.rule(LOST.rule).severity = "info"
        self.rule(LOST.rule).severity = False
        self.assertEqual((finding.severity, self.check.status), ("critical", "fail"))

    def test_a_ceiling_is_kept(self):
        with self.assertRaises(ValidationError):
            self.rule(SLOW.rule).severity = "critical"
        self.rule(SLOW.rule).severity = "info"


@tagged("post_install", "-at_install")
class TestMaintenance(TransactionCase):
    def setUp(self):
        super().setUp()
        self.maintenance = self.env["ipai.health.maintenance"]
        self.maintenance._start(0)

    def test_none_is_under_way_unless_begun(self):
        self.assertFalse(self.maintenance._active())

    def test_it_begins_and_ends_by_itself(self):
        end = self.maintenance._start(30)
        self.assertTrue(self.maintenance._active())
        self.assertAlmostEqual(
            end,
            fields.Datetime.now() + timedelta(minutes=30),
            delta=timedelta(seconds=5),
        )
        with self.shifted(minutes=31):
            self.assertFalse(self.maintenance._active())

    def shifted(self, **delta):
        now = fields.Datetime.now() + timedelta(**delta)
        return patch.object(ipai_health_maintenance, "database_now", lambda _env: now)

    def test_it_can_be_ended(self):
        for odd in (float("nan"), float("inf")):
            with self.assertRaises(UserError):
                self.maintenance._start(odd)
        self.maintenance._start(30)
        self.maintenance._start(0)
        self.assertFalse(self.maintenance._active())

    def test_one_to_come_begins_and_ends_by_itself(self):
        now = fields.Datetime.now()
        self.maintenance.plan(now + timedelta(hours=1), now + timedelta(hours=2))
        self.assertFalse(self.maintenance._active())
        self.assertFalse(self.maintenance._as_dict()["active"])
        with self.shifted(minutes=61):
            self.assertTrue(self.maintenance._active())
        with self.shifted(minutes=121):
            self.assertFalse(self.maintenance._active())
            self.assertFalse(self.maintenance._as_dict())

    def test_it_is_planned_with_a_form_and_given_up(self):
        plan = self.env["ipai.health.maintenance.plan"].create({})
        plan.action_plan()
        self.assertEqual(self.maintenance._window(), (plan.start, plan.end))
        self.maintenance.stop()
        self.assertFalse(self.maintenance._as_dict())

    def test_one_that_makes_no_sense_is_refused(self):
        now = fields.Datetime.now()
        for start, end in ((2, 1), (-2, -1), (1, 170)):
            with self.subTest(start=start, end=end), self.assertRaises(UserError):
                self.maintenance.plan(
                    now + timedelta(hours=start), now + timedelta(hours=end)
                )
        self.assertFalse(self.maintenance._as_dict())

    def test_a_forgotten_one_cannot_last_for_ever(self):
        with self.assertRaises(UserError):
            self.maintenance._start(100_000)
        with self.assertRaises(UserError):
            self.maintenance._start(-1)

    def test_nonsense_in_the_parameter_is_no_maintenance(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ipai_health.maintenance_until", "soon")
        self.assertFalse(self.maintenance._active())

    def test_nothing_fails_in_the_systray_meanwhile(self):
        check = self.env["ipai.health.check"]._for_checkers(["assets"])["assets"]
        self.env["ipai.health.finding"]._store(check, "", [LOST], fields.Datetime.now())
        overview = self.env["ipai.health.overview"]
        self.assertGreaterEqual(overview.failing(), 1)
        self.maintenance._start(5)
        self.assertEqual(overview.failing(), 0)

    def test_who_may_only_look_may_not_begin_one(self):
        user = new_test_user(self.env, "otto", "ipai_health.group_user")
        with self.assertRaises(AccessError):
            self.maintenance.with_user(user).start(5)
