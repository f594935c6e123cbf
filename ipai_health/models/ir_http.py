"""What the page of the web client is told: to report errors, and to forget views."""

import hashlib

from odoo import api, fields, models

SWITCHED = "ipai_health.views_switched"
"""The system parameter that says when a view was last disabled or restored."""


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def webclient_rendering_context(self):
        context = super().webclient_rendering_context()
        reports = self.env["ipai.health.client.error"].sudo()._is_on()
        return context | {"ipai_health_reports": reports}

    def session_info(self):
        """Give another version of the web client's cache once a view was switched:
        browsers keep views on disk and would show the broken one once more.
        """
        info = super().session_info()
        switched = self.env["ir.config_parameter"].sudo().get_param(SWITCHED)
        if switched and info.get("registry_hash"):
            version = f"{info['registry_hash']}{switched}"
            info["registry_hash"] = hashlib.sha256(version.encode()).hexdigest()
        return info

    @api.model
    def _forget_cached_views(self):
        """Let browsers ask for views again when their page is loaded next."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        self.env["ir.config_parameter"].sudo().set_param(SWITCHED, now)
