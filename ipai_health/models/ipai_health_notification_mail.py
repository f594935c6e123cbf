"""Followers of a check and the Health group are told through Odoo's own mail queue."""

from odoo import api, models

from .ipai_health_notification import INSIDE, ONE_BY_ONE

MAIL = "mail"
"""The channel by the name that a failure of it is found under."""


class HealthNotification(models.AbstractModel):
    _inherit = "ipai.health.notification"

    @api.model
    def _tell_inside(self):
        """Queue the messages and note, in one transaction, that they are told."""
        self._look_after_mail()
        findings = self.env["ipai.health.finding"]._untold(INSIDE)
        for partners, theirs in self._audiences(findings):
            for language, speakers in partners.grouped("lang").items():
                self._speaking(language)._queue(speakers, theirs)
        findings._mark_told(INSIDE)

    @api.model
    def _audiences(self, findings):
        """Yield who is to be told of which findings: the group of all, followers of a
        check, who need not belong to it, of theirs.
        """
        members = self.env.ref("ipai_health.group_user").all_user_ids.partner_id
        group = self._reachable(members)
        if findings and group:
            yield group, findings
        others = {}
        for check in findings.check_id:
            for partner in self._reachable(check.message_partner_ids - group):
                others.setdefault(partner, self.env["ipai.health.check"])
                others[partner] |= check
        for partner, checks in others.items():
            yield (
                partner,
                findings.filtered(lambda each, of=checks: each.check_id in of),
            )

    @api.model
    def _reachable(self, partners):
        """Return those who have an address, or read their messages inside Odoo: a mail
        to nobody fails, and tells nothing about the mail server.
        """
        return partners.filtered(
            lambda each: each.email
            or "inbox" in each.user_ids.mapped("notification_type")
        )

    @api.model
    def _queue(self, partners, findings):
        """Hand one message about ``findings`` to Odoo's own mail queue."""
        self.env["mail.thread"].with_context(
            mail_notify_force_send=False
        ).message_notify(
            subject=self._subject(findings),
            body=self.env["ir.qweb"]._render(
                "ipai_health.notification",
                {
                    "told": self._lines(findings),
                    "more": max(len(findings) - ONE_BY_ONE, 0),
                    "url": self._url(),
                },
            ),
            model="ipai.health.check",
            res_id=findings[0].check_id.id,
            partner_ids=partners.ids,
        )

    @api.model
    def _look_after_mail(self):
        """Note whether the last messages of ours, one a language, could be sent."""
        messages = self.env["mail.message"]
        ours = [
            ("model", "=", "ipai.health.check"),
            ("message_type", "=", "user_notification"),
        ]
        newest = messages.search(ours, order="id desc", limit=1)
        last = messages.search([*ours, ("create_date", "=", newest.create_date)])
        failed = last.notification_ids.filtered(
            lambda each: each.notification_status in ("exception", "bounce")
        )
        findings = self.env["ipai.health.finding"]
        if failed:
            findings._notification_failed(
                MAIL,
                self.env._(
                    "The last message about health could not be sent to %(count)d "
                    "people: %(reason)s",
                    count=len(failed),
                    reason=self._redacted(failed[0].failure_reason or "-"),
                ),
            )
        else:
            findings._notification_worked(MAIL)
