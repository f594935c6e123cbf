"""Remedy: let a check that could not look try again."""

from odoo import api, models
from odoo.exceptions import UserError

from ..core.rules import anywhere
from ..core.text import _
from .ipai_health_remedy import FAILED, Plan, Result


class HealthRetry(models.AbstractModel):
    _name = "ipai.health.retry"
    _inherit = "ipai.health.remedy"
    _description = "Retry a check"

    _remedy = "retry-check"
    _remedy_title = _("Retry check")
    _remedy_rules = (anywhere.CRASHED, anywhere.TIMED_OUT)

    @api.model
    def _target_of(self, finding):
        if finding.rule not in self._remedy_rules:
            return None
        return finding.check_id.name

    @api.model
    def _check(self, target):
        check = self.env["ipai.health.check"].search([("name", "=", target)])
        if not check:
            raise UserError(self.env._("There is no check %(check)s.", check=target))
        return check

    @api.model
    def _plan(self, target):
        check = self._check(target)
        return Plan(
            summary=self.env._(
                "The check %(check)s looks again, for at most %(limit)s seconds.",
                check=check.title,
                limit=f"{check._limit(self._checkers()[target]):g}",
            ),
        )

    @api.model
    def _checkers(self):
        return self.env["ipai.health.checker"]._checkers()

    @api.model
    def _do_persistently(self, target):
        """Look: a run writes in transactions of its own."""
        run = self.env["ipai.health.run"].sudo()
        outcomes = run._run("full", self._remedy, names=(target,), patience=20.0)
        if outcomes is None:
            return self._busy()
        outcome = outcomes.get(target)
        if outcome is None:  # a check of the nodes, which run it themselves
            return Result(run._nodes_asked())
        if outcome.reason:
            return Result(outcome.reason, FAILED)
        return Result(
            self.env._(
                "The check looked for %(seconds)s s and found %(count)s.",
                seconds=f"{outcome.seconds:.1f}",
                count=len(outcome.findings),
            )
        )
