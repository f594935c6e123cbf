"""The question from when to when maintenance lasts."""

from datetime import timedelta

from odoo import api, fields, models


class HealthMaintenancePlan(models.TransientModel):
    _name = "ipai.health.maintenance.plan"
    _description = "Plan maintenance"

    start = fields.Datetime(
        "From", required=True, default=lambda self: self._default_start()
    )
    end = fields.Datetime(
        "Until",
        required=True,
        default=lambda self: self._default_start() + timedelta(hours=1),
        help="From this moment findings are told and counted again, by itself.",
    )

    @api.model
    def _default_start(self):
        """Return the next full hour."""
        now = fields.Datetime.now()
        return now.replace(minute=0, second=0) + timedelta(hours=1)

    def action_plan(self):
        """Set the window; it takes the place of any other."""
        self.ensure_one()
        self.env["ipai.health.maintenance"].plan(self.start, self.end)
        return {"type": "ir.actions.act_window_close"}
