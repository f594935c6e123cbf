"""Remembers when a module was marked, as Odoo forgets it when it gives up."""

from odoo import fields, models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    health_marked = fields.Datetime(
        "Marked for an operation at",
        readonly=True,
        help="The write date of the last mark to install, upgrade or remove. Odoo "
        "takes a mark away by SQL, which leaves the write date as it was.",
    )

    def write(self, vals):
        """Note the moment when a module is marked."""
        if str(vals.get("state", "")).startswith("to "):
            vals = vals | {"health_marked": self.env.cr.now()}
        return super().write(vals)
