"""The options of Health in General Settings."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..checks.config import EXPECTED_DB_HOST, EXPECTED_LOG_LEVEL
from .ipai_health_client_error import SWITCH
from .ipai_health_notification_webhook import WEBHOOK_URL

PARAMETERS = {
    "health_expected_db_host": EXPECTED_DB_HOST,
    "health_expected_log_level": EXPECTED_LOG_LEVEL,
    "health_webhook_url": WEBHOOK_URL,
}
"""Fields and their system parameters. No ``config_parameter`` on them: Odoo tells those
to whoever asks for ``default_get``, and the address of a webhook is a secret.
"""


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    health_client_errors = fields.Boolean(
        "Errors of browsers",
        default=True,
        help="Report uncaught errors of the web client as findings, without values.",
    )
    health_expected_db_host = fields.Char(
        "Expected database host",
        help="The db_host that odoo.conf must name here; empty to expect none.",
    )
    health_expected_log_level = fields.Char(
        "Expected log level",
        help="The log_level that odoo.conf must set here; empty to expect none.",
    )
    health_webhook_url = fields.Char(
        "Webhook",
        help="Told what breaks or heals, as Mattermost and Slack take it.",
    )

    def get_values(self):
        values = super().get_values()
        if not self.env.is_system():
            return values
        parameters = self.env["ir.config_parameter"]
        reports = self.env["ipai.health.client.error"]._is_on()
        return (
            values
            | {"health_client_errors": reports}
            | {name: parameters.get_param(key) for name, key in PARAMETERS.items()}
        )

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
        if self.env.is_system():
            parameters = self.env["ir.config_parameter"]
            # a parameter that is off is removed; here off must be said
            parameters.set_param(SWITCH, str(self.health_client_errors))
            for name, key in PARAMETERS.items():
                parameters.set_param(key, (self[name] or "").strip())
        return done
