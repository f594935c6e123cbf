"""What people were told of a finding, so that nobody is told the same thing twice."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.rules.anywhere import NOTIFICATION_FAILED
from ..core.severity import CRITICAL, WARNING
from .ipai_health_finding import OPEN, RESOLVED
from .transaction import database_now

TOLD = [(OPEN, "New"), (RESOLVED, "Healed")]

WORTH_A_WORD = (CRITICAL, WARNING)
"""Severities that people are told of; an info waits until somebody looks."""


class HealthFinding(models.Model):
    _inherit = "ipai.health.finding"

    told_inside = fields.Selection(
        TOLD, readonly=True, help="What followers and the Health group were told last."
    )
    told_outside = fields.Selection(
        TOLD, readonly=True, help="What the webhook was told last."
    )

    @api.model
    def _untold(self, channel):
        """Return the findings that are new or healed since they were told.

        :param channel: the field that remembers what was told
        """
        changed = Domain.OR(
            [
                Domain("state", "=", OPEN) & Domain(channel, "!=", OPEN),
                Domain("state", "=", RESOLVED) & Domain(channel, "=", OPEN),
            ]
        )
        return self.search(Domain("severity", "in", WORTH_A_WORD) & changed)

    def _mark_told(self, channel):
        """Remember that these were told as they stand."""
        for state in (OPEN, RESOLVED):
            self.filtered(lambda each, state=state: each.state == state).write(
                {channel: state}
            )

    @api.model
    def _notification_failed(self, subject, message):
        """Record that the channel ``subject`` fails; its next success closes it."""
        now = database_now(self.env)
        rule = self.env["ipai.health.checker"]._rules()[NOTIFICATION_FAILED]
        values = {
            "state": OPEN,
            "severity": self._severity_of(None, rule),
            "message": message,
            "remedy": self.env._(rule.fix),
            "last_seen": now,
            "resolved_at": False,
        }
        known = self.search(
            [("rule", "=", NOTIFICATION_FAILED), ("subject", "=", subject)]
        )
        if known:
            known.write(values | {"seen_count": known.seen_count + 1})
            return
        self.create(
            values
            | {
                "rule": NOTIFICATION_FAILED,
                "subject": subject,
                "check_id": self.env["ipai.health.check"].search([], limit=1).id,
                "first_seen": now,
            }
        )

    @api.model
    def _notification_worked(self, subject):
        """Close the finding that nobody could be told by ``subject``."""
        self.search(
            [
                ("rule", "=", NOTIFICATION_FAILED),
                ("subject", "=", subject),
                ("state", "!=", RESOLVED),
            ]
        ).write({"state": RESOLVED, "resolved_at": database_now(self.env)})
