"""The question why a finding is muted, and for how long."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.rights import require_manager

DAYS = 30
"""Days that are proposed: long enough for a release, short enough to be remembered."""


class HealthMute(models.TransientModel):
    _name = "ipai.health.mute"
    _description = "Mute findings"

    finding_ids = fields.Many2many("ipai.health.finding", required=True)
    reason = fields.Char(required=True, help="Why this may wait; others read it.")
    until = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=DAYS),
        help="The last day on which nobody is told; then the findings count again.",
    )

    @api.constrains("until")
    def _check_until(self):
        for mute in self:
            if mute.until < fields.Date.context_today(mute):
                raise ValidationError(self.env._("The end date has passed already."))

    def action_mute(self):
        """Mute the findings that were chosen."""
        self.ensure_one()
        require_manager(self.env)
        # its fields are readonly but for buttons such as this
        self.finding_ids.sudo()._mute(self.reason, self.until)
        return {"type": "ir.actions.act_window_close"}
