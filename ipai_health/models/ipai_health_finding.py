"""One concrete problem: open, muted or resolved, kept as one record all along."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..core.rules.anywhere import NOTIFICATION_FAILED
from ..core.severity import CRITICAL, INFO, WARNING, milder

SEVERITIES = [(CRITICAL, "Critical"), (WARNING, "Warning"), (INFO, "Info")]
OPEN = "open"
MUTED = "muted"
RESOLVED = "resolved"
STATES = [(OPEN, "Open"), (MUTED, "Muted"), (RESOLVED, "Resolved")]

RANKS = {
    "severity": [severity for severity, _label in SEVERITIES],
    "state": [state for state, _label in STATES],
}
"""The values of a field from the first to the last that people want to see."""

KEPT_DAYS = 90
"""Days that a resolved finding is kept."""


class HealthFinding(models.Model):
    _name = "ipai.health.finding"
    _inherit = ["mail.thread", "ipai.health.readonly"]
    _description = "Health finding"
    _rec_name = "message"
    _order = "state, severity, last_seen desc, id"

    rule = fields.Char(required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    severity_found = fields.Selection(
        SEVERITIES, readonly=True, help="What the check said, before any own choice."
    )
    state = fields.Selection(
        STATES, required=True, default=OPEN, readonly=True, index=True, tracking=True
    )
    subject = fields.Char(required=True, readonly=True)
    node = fields.Char(
        required=True,
        default="",
        readonly=True,
        help="The server it was seen on; empty for what is true of the database.",
    )
    message = fields.Text(required=True, readonly=True)
    remedy = fields.Text(readonly=True)
    check_id = fields.Many2one(
        "ipai.health.check",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    file = fields.Char(readonly=True)
    line = fields.Integer(readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    seen_count = fields.Integer("Times seen", default=1, readonly=True)
    resolved_at = fields.Datetime(readonly=True)

    _fingerprint_unique = models.UniqueIndex("(rule, subject, node)")

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Order states and severities as people do, not by the alphabet."""
        sql = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        ranked = RANKS.get(field_name)
        if ranked is None:
            return sql
        value = self._field_to_sql(alias, field_name, query)
        rank = SQL("array_position(%s, %s::text)", ranked, value)
        return SQL("%s %s %s", rank, direction, nulls)

    @api.model
    def _store(self, check, node, found, now, complete=True):
        """Bring the records of ``check`` on ``node`` in line with what was found.

        :param found: the findings of one look
        :param now: the moment of the look
        :param complete: whether the look was whole: then what was not found again
            is resolved
        :return: the records that opened and those that were resolved
        """
        known = {
            (record.rule, record.subject): record
            for record in self.search(
                [
                    ("check_id", "=", check.id),
                    ("node", "=", node),
                    ("rule", "!=", NOTIFICATION_FAILED),
                ]
            )
        }
        opened = self.browse()
        seen = self.browse()
        values_to_create = []
        for finding in {(each.rule, each.subject): each for each in found}.values():
            values = self._values_of(finding, now)
            record = known.get((finding.rule, finding.subject))
            if record is None:
                values_to_create.append(
                    values
                    | {
                        "rule": finding.rule,
                        "subject": finding.subject,
                        "check_id": check.id,
                        "node": node,
                        "first_seen": now,
                    }
                )
                continue
            if record.state == RESOLVED:
                values |= {"state": record._state_when_back(), "resolved_at": False}
                opened |= record
            record.write(values | {"seen_count": record.seen_count + 1})
            seen |= record
        # its first line in the chatter would say nothing that first_seen does not
        created = self.with_context(mail_create_nolog=True).create(values_to_create)
        resolved = self.browse()
        if complete:
            records = self.browse([record.id for record in known.values()])
            resolved = (records - seen).filtered(lambda each: each.state != RESOLVED)
            resolved.write({"state": RESOLVED, "resolved_at": now})
        return opened | created, resolved

    @api.model
    def _values_of(self, finding, now):
        rule = self.env["ipai.health.checker"]._rules()[finding.rule]
        return {
            "severity": self._effective_severity(finding, rule),
            "severity_found": finding.severity or rule.severity,
            "message": finding.message,
            "remedy": finding.remedy or self.env._(rule.fix),
            "res_model": finding.res_model,
            "res_id": finding.res_id,
            "file": finding.file,
            "line": finding.line,
            "last_seen": now,
        }

    @api.model
    def _effective_severity(self, finding, rule):
        """Return the severity that counts here: what an administrator chose for the
        rule, else what the check said, never above the ceiling of the rule.
        """
        return self._severity_of(finding.severity, rule)

    @api.model
    def _severity_of(self, found, rule):
        chosen = self.env["ipai.health.rule"]._chosen().get(rule.code)
        severity = chosen or found or rule.severity
        return milder(severity, rule.ceiling) if rule.ceiling else severity

    def _state_when_back(self):
        """Return the state of a resolved finding that is seen again."""
        return OPEN

    @api.autovacuum
    def _gc_resolved(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("state", "=", RESOLVED), ("resolved_at", "<", limit)]).unlink()
