"""Tells the web client's page whether browsers shall report their errors."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def webclient_rendering_context(self):
        context = super().webclient_rendering_context()
        reports = self.env["ipai.health.client.error"].sudo()._is_on()
        return context | {"ipai_health_reports": reports}
