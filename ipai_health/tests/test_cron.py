"""The check of scheduled actions, with actions that Odoo itself runs."""

from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import TransactionCase, tagged

from odoo.addons.base.models.ir_cron import CompletionStatus

from .common import CheckCase


class GivenUpCase(TransactionCase):
    """A test with a scheduled action that Odoo may give up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env["ir.cron"].create(
            {
                "name": "Sample",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "model.search([], limit=1)",
                "interval_type": "days",
            }
        )

    def end_with(self, status, times=1, first=None):
        """Let Odoo note that the action ended with ``status``."""
        for _time in range(times):
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT * FROM ir_cron WHERE id = %s", (self.action.id,)
            )
            job = self.env.cr.dictfetchone()
            job["first_failure_date"] = first or job["first_failure_date"]
            self.env["ir.cron"]._update_failure_count(job, status)
            self.env.invalidate_all()

    def give_up(self):
        long_ago = Datetime.now() - timedelta(days=8)
        with self.assertLogs("odoo.addons.base.models.ir_cron", "WARNING"):
            self.end_with(CompletionStatus.FAILED, 5, long_ago)
        self.assertFalse(self.action.active)


@tagged("post_install", "-at_install")
class TestCron(CheckCase, GivenUpCase):
    check = "cron"

    # quiet

    def test_quiet_on_a_healthy_database(self):
        self.assert_quiet()

    def test_quiet_about_an_action_that_works(self):
        self.end_with(CompletionStatus.FULLY_DONE)
        self.end_with(CompletionStatus.PARTIALLY_DONE)
        self.assert_quiet()

    def test_quiet_about_an_action_that_somebody_switched_off(self):
        self.end_with(CompletionStatus.FAILED)
        self.action.active = False
        self.assert_quiet()

    def test_quiet_after_the_action_worked_again(self):
        self.end_with(CompletionStatus.FAILED, 2)
        self.end_with(CompletionStatus.FULLY_DONE)
        self.assert_quiet()

    # faults

    def test_failing_action_is_found_with_its_count(self):
        self.end_with(CompletionStatus.FAILED, 3)
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("cron-failing", f"ir.cron,{self.action.id}"),
        )
        self.assertIn("failed 3 times", finding.message)

    def test_one_failure_is_no_row_of_them(self):
        self.end_with(CompletionStatus.FAILED)
        self.assertRegex(self.only().message, r"\) failed at \d{4}-.* UTC\.$")

    def test_action_that_odoo_gave_up_is_remembered(self):
        self.give_up()
        finding = self.only()
        self.assertEqual(finding.rule, "cron-disabled-by-failure")
        self.assertEqual(finding.res_id, self.action.id)

    def test_reactivated_action_is_forgotten(self):
        self.give_up()
        self.action.active = True
        self.assert_quiet()
        self.action.active = False
        self.assert_quiet()
