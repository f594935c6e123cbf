"""Remembers that Odoo switched a scheduled action off, as Odoo itself forgets it."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

from .transaction import database_now

SWITCHED_OFF = "ipai_health.switched_off"
"""The parameter that keeps when Odoo gave up each action, by id; no column of ir.cron,
for the same reason as the marks of modules.
"""


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _update_failure_count(self, job, status):
        """Note the moment when Odoo gives up an action."""
        result = super()._update_failure_count(job, status)
        if job["active"]:
            self.env.cr.execute(
                SQL("SELECT active FROM ir_cron WHERE id = %s", job["id"])
            )
            if not self.env.cr.fetchone()[0]:
                now = fields.Datetime.to_string(database_now(self.env))
                self._health_note(self._health_switched_off() | {str(job["id"]): now})
        return result

    def write(self, vals):
        """Forget it once somebody decides about the action."""
        if "active" in vals:
            noted = self._health_switched_off()
            ids = set(map(str, self.ids))
            if ids & noted.keys():
                self._health_note(
                    {key: moment for key, moment in noted.items() if key not in ids}
                )
        return super().write(vals)

    @api.model
    def _health_switched_off(self):
        """Return when Odoo gave up each action, by its id as text."""
        # noted for everybody, whoever the action runs as
        noted = self.env["ir.config_parameter"].sudo().get_param(SWITCHED_OFF)
        return json.loads(noted or "{}")

    @api.model
    def _health_note(self, noted):
        parameters = self.env["ir.config_parameter"].sudo()  # as above
        parameters.set_param(SWITCHED_OFF, json.dumps(noted) if noted else False)
