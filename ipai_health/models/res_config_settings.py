"""The options of Health in General Settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    health_client_errors = fields.Boolean(
        "Errors of browsers",
        default=True,
        config_parameter="ipai_health.client_errors",
        help="Report uncaught errors of the web client as findings, without values.",
    )
    health_expected_db_host = fields.Char(
        "Expected database host",
        config_parameter="ipai_health.expected_db_host",
        help="The db_host that odoo.conf must name here; empty to expect none.",
    )
    health_expected_log_level = fields.Char(
        "Expected log level",
        config_parameter="ipai_health.expected_log_level",
        help="The log_level that odoo.conf must set here; empty to expect none.",
    )
    health_maintenance_until = fields.Datetime(
        "Maintenance until",
        readonly=True,
        compute="_compute_health_maintenance_until",
    )

    def _compute_health_maintenance_until(self):
        maintenance = self.env["ipai.health.maintenance"]
        end = maintenance._active() and maintenance._window()[1]
        self.health_maintenance_until = end

    def set_values(self):
        """A boolean that is off removes its parameter; off must stay off."""
        super().set_values()
        if not self.health_client_errors:
            parameters = self.env["ir.config_parameter"].sudo()
            parameters.set_param("ipai_health.client_errors", "False")
