"""Remedy: switch a scheduled action on again that Odoo itself switched off."""

from odoo import api, models
from odoo.exceptions import UserError

from ..core.text import _
from .ipai_health_remedy import Plan, Result


class HealthReactivate(models.AbstractModel):
    _name = "ipai.health.reactivate"
    _inherit = "ipai.health.remedy"
    _description = "Reactivate a scheduled action"

    _remedy = "reactivate-action"
    _remedy_title = _("Reactivate scheduled action")
    _remedy_rules = ("cron-disabled-by-failure",)
    _remedy_checks = ("cron",)

    @api.model
    def _target_of(self, finding):
        if finding.rule not in self._remedy_rules or finding.res_model != "ir.cron":
            return None
        return str(finding.res_id)

    @api.model
    def _action(self, target):
        actions = self.env["ir.cron"].with_context(active_test=False)
        known = (target or "").isdecimal()
        action = actions.browse(int(target)).exists() if known else actions
        if not action:
            raise UserError(self.env._("This scheduled action is gone."))
        return action

    @api.model
    def _plan(self, target):
        action = self._action(target)
        return Plan(
            summary=self.env._(
                "%(action)s is switched on again and runs next at its usual time "
                "(%(moment)s UTC). If its fault is still there, Odoo switches it off "
                "again.",
                action=action.name,
                moment=action.nextcall,
            ),
            items=[f"{action.name} (ir.cron, {action.id})"],
            refusal=self._refusal(action),
            state=f"{action.id}:{action.active}:{action.write_date}",
        )

    @api.model
    def _refusal(self, action):
        if action.active:
            return self.env._("It is active already.")
        if str(action.id) not in self.env["ir.cron"]._health_switched_off():
            return self.env._(
                "Odoo did not switch it off: somebody did, and may switch it on again."
            )
        return ""

    @api.model
    def _do(self, target):
        action = self._action(target)
        action.write({"active": True, "failure_count": 0, "first_failure_date": False})
        return Result(self.env._("%(action)s is active.", action=action.name))
