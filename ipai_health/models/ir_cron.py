"""Remembers that Odoo switched a scheduled action off, as Odoo itself forgets it."""

from odoo import api, fields, models
from odoo.tools import SQL


class IrCron(models.Model):
    _inherit = "ir.cron"

    health_switched_off = fields.Datetime(
        "Switched off after failures at",
        readonly=True,
        copy=False,
        help="When Odoo itself deactivated the action because it kept failing.",
    )

    @api.model
    def _update_failure_count(self, job, status):
        """Note the moment when Odoo gives up an action."""
        result = super()._update_failure_count(job, status)
        # as its caller does, by SQL: the row is locked by this very transaction
        self.env.cr.execute(
            SQL(
                """
                UPDATE ir_cron SET health_switched_off = now() AT TIME ZONE 'utc'
                 WHERE id = %s AND NOT active AND %s
                """,
                job["id"],
                bool(job["active"]),
            )
        )
        return result

    def write(self, vals):
        """Forget it once somebody decides about the action."""
        if "active" in vals:
            vals = vals | {"health_switched_off": False}
        return super().write(vals)
