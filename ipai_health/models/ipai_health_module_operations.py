"""Remedies: complete or cancel module operations that were begun and left."""

from odoo import api, models

PENDING = ("to install", "to upgrade", "to remove")


class HealthModuleOperations(models.AbstractModel):
    _name = "ipai.health.module.operations"
    _description = "Pending module operations"

    @api.model
    def _pending(self):
        """Return the modules that wait to be installed, upgraded or removed."""
        modules = self.env["ir.module.module"].sudo()
        return modules.search([("state", "in", PENDING)], order="name")
