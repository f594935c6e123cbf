"""Remedy: restore an extension view that was disabled here, exactly."""

from odoo import api, models

from ..core.text import _
from .ipai_health_remedy import Plan, Result
from .ipai_health_view_switch import RESTORE, words_of


class HealthViewRestore(models.AbstractModel):
    _name = "ipai.health.view.restore"
    _inherit = ["ipai.health.remedy", "ipai.health.view.switch"]
    _description = "Restore a disabled view"

    _remedy = RESTORE
    _remedy_title = _("Restore view")
    _remedy_checks = ("views",)

    @api.model
    def _plan(self, target):
        view = self._view(target)
        return Plan(
            summary=self.env._(
                "The extension %(view)s is switched on again, as it was.",
                view=self._label(view),
            ),
            items=[self._label(view)],
            refusal=self._refusal(view),
            warning=self._warning(view),
            state=f"{view.id}:{view.active}:{view.write_date}",
        )

    @api.model
    def _refusal(self, view):
        if view.active:
            return self.env._("The view is switched on already.")
        if not self._last_disabling(str(view.id)):
            return self.env._(
                "This view was not disabled here, so nobody knows that it should be on."
            )
        return ""

    @api.model
    def _warning(self, view):
        faults = {} if view.active else self._faults_with(view, active=True)
        for fault in faults.values():
            return self.env._(
                "Its fault is still there, and the page will break again: %(fault)s",
                fault=words_of(fault),
            )
        return ""

    @api.model
    def _do(self, target):
        view = self._view(target)
        self._switch(view, active=True)
        return Result(self.env._("%(view)s is restored.", view=self._label(view)))
