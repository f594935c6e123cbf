"""A chat is told through its webhook, by a JSON that Mattermost and Slack take."""

import json

from odoo import api, models

from ..core.rules.anywhere import NOTIFICATION_FAILED
from .ipai_health_finding import OPEN, RESOLVED
from .ipai_health_notification import OUTSIDE
from .transaction import own_environment

WEBHOOK = "webhook"
"""The channel by the name that a failure of it is found under."""

WEBHOOK_URL = "ipai_health.webhook_url"
"""The system parameter with the address, which is a secret."""

WEBHOOK_TIMEOUT = 10.0
"""Seconds for the whole: a chat server that takes longer is away."""


class HealthNotification(models.AbstractModel):
    _inherit = "ipai.health.notification"

    @api.model
    def _tell_outside(self):
        """Note that the changes are told, then tell them: a run that is killed in
        between says nothing rather than the same thing twice.
        """
        with own_environment(self.env, "en_US") as env:
            findings = env["ipai.health.finding"]._untold(OUTSIDE)
            findings._mark_told(OUTSIDE)
            own = findings.filtered(
                lambda each: (
                    each.rule == NOTIFICATION_FAILED and each.subject == WEBHOOK
                )
            )
            told = findings - own
            url = env["ir.config_parameter"].get_param(WEBHOOK_URL)
            speaker = env[self._name]._speaking(env.company.partner_id.lang)
            text = speaker._text(told) if told and url else None
            ids = told.ids
        if text is None:
            return
        reason = self._post(url, text)
        with own_environment(self.env, "en_US") as env:
            env[self._name]._note_outside(ids, reason)

    @api.model
    def _note_outside(self, ids, reason):
        findings = self.env["ipai.health.finding"]
        if reason is None:
            findings._notification_worked(WEBHOOK)
            return
        for finding in findings.browse(ids).exists():
            finding.told_outside = RESOLVED if finding.state == OPEN else OPEN
        findings._notification_failed(
            WEBHOOK,
            self.env._(
                "The webhook could not be told of %(count)d changes: %(reason)s",
                count=len(ids),
                reason=reason,
            ),
        )

    @api.model
    def _post(self, url, text):
        """Send ``text`` as Mattermost and Slack take it; return why that failed, but
        not the address, or ``None``.
        """
        # most processes tell nobody anything, and need not hold what does
        from ..core.web.fetch import Unreachable
        from ..core.web.post import post

        try:
            status = post(url, json.dumps({"text": text}).encode(), WEBHOOK_TIMEOUT)
        except Unreachable as error:
            return str(error)
        return None if 200 <= status < 300 else f"HTTP {status}"
