"""The options of Health in General Settings."""

from odoo import fields, models
from odoo.exceptions import UserError

from .ipai_health_client_error import SWITCH


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    health_client_errors = fields.Boolean(
        "Errors of browsers",
        default=True,
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
    health_webhook_url = fields.Char(
        "Webhook",
        config_parameter="ipai_health.webhook_url",
        help="Told what breaks or heals, as Mattermost and Slack take it.",
    )

    def get_values(self):
        values = super().get_values()
        reports = self.env["ipai.health.client.error"].sudo()._is_on()
        return values | {"health_client_errors": reports}

    def set_values(self):
        from ..core.web.post import is_web_address

        if self.health_webhook_url and not is_web_address(self.health_webhook_url):
            raise UserError(
                self.env._(
                    "The webhook's address has to begin with http:// or https:// and "
                    "to name a host."
                )
            )
        done = super().set_values()
        # Odoo removes the parameter of a boolean that is off; here off must be said
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(SWITCH, str(self.health_client_errors))
        return done
