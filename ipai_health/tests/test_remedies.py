"""Reactivate scheduled action, Retry check: planned, done, looked at again, logged."""

from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..core.finding import Finding
from .test_cron import GivenUpCase


class RemedyCase(TransactionCase):
    def setUp(self):
        super().setUp()
        self.remedies = self.env["ipai.health.remedy"]
        self.findings = self.env["ipai.health.finding"]

    def run_check(self, name):
        """Let one check look; return its open findings."""
        self.env["ipai.health.run"]._run("full", "test", names=(name,))
        return self.findings.search(
            [("check_id.name", "=", name), ("state", "=", "open")]
        )

    def offered(self, finding, code):
        """Return the target that ``finding`` offers the repair ``code`` for."""
        (target,) = (each["target"] for each in finding.offers if each["code"] == code)
        return target

    def repair(self, code, target):
        token = self.remedies.plan(code, target)["token"]
        return self.remedies.apply(code, target, token)

    def last_log(self):
        return self.env["ipai.health.remedy.log"].search([], limit=1)


@tagged("post_install", "-at_install")
class TestReactivate(RemedyCase, GivenUpCase):
    def test_an_action_that_odoo_gave_up_runs_again(self):
        self.give_up()
        finding = self.run_check("cron")
        target = self.offered(finding, "reactivate-action")
        plan = self.remedies.plan("reactivate-action", target)
        self.assertEqual(plan["items"], [f"Sample (ir.cron, {self.action.id})"])
        self.assertFalse(self.action.active, "a plan changes nothing")
        done = self.repair("reactivate-action", target)
        self.assertEqual((done["state"], done["open"]), ("done", []))
        self.assertTrue(self.action.active)
        self.assertEqual(self.action.failure_count, 0)
        self.assertEqual(finding.state, "resolved")
        log = self.last_log()
        self.assertEqual((log.remedy, log.target), ("reactivate-action", target))
        self.assertEqual(log.user_id, self.env.user)

    def test_one_that_is_active_is_refused(self):
        plan = self.remedies.plan("reactivate-action", str(self.action.id))
        self.assertTrue(plan["refusal"])
        done = self.remedies.apply("reactivate-action", str(self.action.id))
        self.assertEqual(done["state"], "refused")

    def test_one_that_somebody_archived_is_refused(self):
        self.action.active = False
        done = self.remedies.apply("reactivate-action", str(self.action.id))
        self.assertEqual(done["state"], "refused")
        self.assertFalse(self.action.active)

    def test_one_that_is_gone_is_refused(self):
        for target in ("0", "none", ""):
            with self.subTest(target=target):
                done = self.remedies.apply("reactivate-action", target)
                self.assertEqual(done["state"], "refused")

    def test_one_changed_in_between_is_left_alone(self):
        self.give_up()
        token = self.remedies.plan("reactivate-action", str(self.action.id))["token"]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_cron SET write_date = write_date + interval '1 s' WHERE id = %s",
            [self.action.id],
        )
        self.env.invalidate_all()
        done = self.remedies.apply("reactivate-action", str(self.action.id), token)
        self.assertEqual(done["state"], "refused")
        self.assertFalse(self.action.active)


@tagged("post_install", "-at_install")
class TestRetry(RemedyCase):
    def look_with(self, function):
        checker = self.env["ipai.health.checker"]._checkers()["cron"]
        return patch.object(type(checker), "_look", function)

    def crash(self, look):
        raise ZeroDivisionError

    def find(self, look):
        yield Finding("cron-failing", "ir.cron,1", "It fails.")

    def test_a_check_that_crashed_tries_again(self):
        with self.look_with(TestRetry.crash):
            crashed = self.run_check("cron")
        self.assertEqual(crashed.rule, "check-crashed")
        target = self.offered(crashed, "retry-check")
        with self.look_with(TestRetry.find):
            done = self.repair("retry-check", target)
        self.assertEqual(done["state"], "done")
        self.assertEqual(crashed.state, "resolved")
        self.assertEqual(self.last_log().remedy, "retry-check")

    def test_a_check_that_could_not_look_at_one_thing_tries_again(self):
        def crash_at_one(checker, look):
            yield Finding("check-crashed", "ir.cron,1", "It could not be looked at.")

        with self.look_with(crash_at_one):
            crashed = self.run_check("cron")
        self.assertEqual(self.offered(crashed, "retry-check"), "cron")

    def test_one_that_crashes_again_says_so(self):
        with self.look_with(TestRetry.crash):
            crashed = self.run_check("cron")
            done = self.repair("retry-check", "cron")
        self.assertEqual(done["state"], "failed")
        self.assertIn("ZeroDivisionError", done["message"])
        self.assertEqual(crashed.state, "open")

    def test_one_that_there_is_not_is_refused(self):
        done = self.remedies.apply("retry-check", "astrology")
        self.assertEqual(done["state"], "refused")
