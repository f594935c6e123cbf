"""Remembers when a module was marked, as Odoo forgets it when it gives up."""

import json

from odoo import api, models

MARKS = "ipai_health.module_marks"
"""The parameter that keeps the moment of the last mark of each module.

No column of ir.module.module: code of ours that is newer than the database would
then break every page of it, and its own upgrade too.
"""


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def write(self, vals):
        """Note the moment when a module is marked."""
        if str(vals.get("state", "")).startswith("to "):
            # as write_date will be, which a state taken away by SQL leaves in place
            moment = str(self.env.cr.now())
            marks = self._health_marks() | dict.fromkeys(self.mapped("name"), moment)
            parameters = self.env["ir.config_parameter"].sudo()  # noted for everybody
            parameters.set_param(MARKS, json.dumps(marks))
        return super().write(vals)

    def module_uninstall(self):
        """Look again soon, as after an upgrade."""
        result = super().module_uninstall()
        self.env["ipai.health.run"]._look_soon()
        return result

    @api.model
    def _health_marks(self):
        """Return the moment of the last mark, by module name."""
        noted = self.env["ir.config_parameter"].sudo().get_param(MARKS)
        return json.loads(noted or "{}")
