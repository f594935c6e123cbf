"""Tells people what broke or healed: one message a run, never twice the same thing."""

from odoo import api, models
from odoo.tools import config

from ..core.redact import redact
from ..core.render.markdown import for_chat
from .ipai_health_finding import OPEN
from .transaction import own_environment

INSIDE = "told_inside"
OUTSIDE = "told_outside"
"""The fields that remember what each channel told."""

ONE_BY_ONE = 20
"""Findings told one by one; of more, the message says how many there are."""

SECRET_OPTIONS = ("db_password", "admin_passwd", "smtp_password", "ipai_health_token")

SHORTEST_SECRET = 6
"""Characters: to blot out every ``admin`` would spoil the messages."""


class HealthNotification(models.AbstractModel):
    _name = "ipai.health.notification"
    _description = "Notification of changes in health"

    @api.model
    def _tell(self):
        """Tell what is new or healed since the last time, unless it is maintenance.

        What a killed run could not tell any more, the next one does.
        """
        with own_environment(self.env, "en_US") as env:
            if env["ipai.health.maintenance"]._active():
                return
            env[self._name]._tell_inside()
        self._tell_outside()

    @api.model
    def _speaking(self, language):
        """Return this model in ``language``, in English where nobody speaks it here."""
        known = self.env["res.lang"]._get_data(code=language or "")
        return self.with_context(lang=known.code or "en_US")

    @api.model
    def _subject(self, findings):
        new = len(findings.filtered(lambda each: each.state == OPEN))
        return self.env._(
            "Health of %(database)s: %(new)d new, %(healed)d healed",
            database=self.env.cr.dbname,
            new=new,
            healed=len(findings) - new,
        )

    @api.model
    def _lines(self, findings):
        """Return what a message shows of each finding, the worst of the new first."""
        ordered = findings.with_env(self.env).sorted(
            lambda each: (each.state, each.severity, each.id)
        )
        severities = dict(findings._fields["severity"]._description_selection(self.env))
        return [
            {
                "new": each.state == OPEN,
                "severity": severities[each.severity],
                "message": self._redacted(each.message),
                "remedy": self._redacted(each.advice or ""),
            }
            for each in ordered[:ONE_BY_ONE]
        ]

    @api.model
    def _text(self, findings):
        """Return the message of the webhook as Markdown."""
        lines = [f"**{self._subject(findings)}** {self._url()}"]
        for line in self._lines(findings):
            message = for_chat(line["message"])
            if line["new"]:
                severity = line["severity"]
                text = self.env._(
                    "- %(severity)s: %(message)s", severity=severity, message=message
                )
            else:
                text = self.env._("- healed: %(message)s", message=message)
            lines.append(text)
        if len(findings) > ONE_BY_ONE:
            more = len(findings) - ONE_BY_ONE
            lines.append(self.env._("- and %(count)d more", count=more))
        return "\n".join(lines)

    @api.model
    def _url(self):
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        return f"{base}/odoo/health"

    @api.model
    def _redacted(self, text):
        secrets = [config.get(option) or "" for option in SECRET_OPTIONS]
        return redact(
            text, [each for each in secrets if len(str(each)) >= SHORTEST_SECRET]
        )
