"""Notes the writes to a module that load no code of it: Odoo keeps one date for all.

A module is marked for an upgrade, the mark is taken away again, "Update Apps List"
reads a changed manifest: each moves the date that an upgrade moves too.
"""

import json

from odoo import api, models

WRITES = "ipai_health.module_writes"
"""The parameter that keeps, by module name, the last write that loaded no code: when it
was (``at``), the date before the first of them (``loaded``), and whether the module is
``marked`` since.

No column of ir.module.module: code of ours that is newer than the database would
then break every page of it, and its own upgrade too.
"""


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def write(self, vals):
        """Note what is written, unless it is the end of an upgrade."""
        known = self._health_writes()
        noted = dict(known)
        for module in self:
            last = noted.pop(module.name, None)
            if "latest_version" not in vals and _concerns(module, vals):
                noted[module.name] = _noted(module, vals, last)
        if noted != known:
            parameters = self.env["ir.config_parameter"].sudo()  # noted for everybody
            parameters.set_param(WRITES, json.dumps(noted))
        return super().write(vals)

    def module_uninstall(self):
        """Look again soon, as after an upgrade."""
        result = super().module_uninstall()
        self.env["ipai.health.run"]._look_soon()
        return result

    @api.model
    def _health_writes(self):
        """Return what was noted of each module, by name; see :data:`WRITES`."""
        noted = self.env["ir.config_parameter"].sudo().get_param(WRITES)
        return json.loads(noted or "{}")


def _concerns(module, vals):
    """Tell whether the module has, or is to have, code that is loaded."""
    return module.state != "uninstalled" or _marks(vals)


def _marks(vals):
    return str(vals.get("state", "")).startswith("to ")


def _noted(module, vals, last):
    """Return what to note of ``module``: a write that follows on ``last`` goes on from
    there.
    """
    before = str(module.write_date) if module.write_date else None
    if last is None or last["at"] != before:
        last = {"loaded": before, "marked": False}
    return {
        # as write_date will be, which a state taken away by SQL leaves in place
        "at": str(module.env.cr.now()),
        "loaded": last["loaded"],
        "marked": _marks(vals) if "state" in vals else last["marked"],
    }
