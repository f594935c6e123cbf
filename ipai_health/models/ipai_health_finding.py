"""One concrete problem: open, muted or resolved, kept as one record all along."""

from odoo import api, fields, models

from ..core.rule import NOTICE
from ..core.severity import CRITICAL, INFO, WARNING, milder

SEVERITIES = [(CRITICAL, "Critical"), (WARNING, "Warning"), (INFO, "Info")]
OPEN = "open"
MUTED = "muted"
RESOLVED = "resolved"
STATES = [(OPEN, "Open"), (MUTED, "Muted"), (RESOLVED, "Resolved")]

KEPT_DAYS = 90
"""Days that a resolved finding is kept."""


class HealthFinding(models.Model):
    _name = "ipai.health.finding"
    _inherit = ["mail.thread"]
    _description = "Health finding"
    _rec_name = "message"
    _order = "state, severity, last_seen desc, id"

    rule = fields.Char(required=True, readonly=True, index=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
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
        "ipai.health.check", required=True, readonly=True, ondelete="cascade"
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    file = fields.Char(readonly=True)
    line = fields.Integer(readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    seen_count = fields.Integer(default=1, readonly=True)
    resolved_at = fields.Datetime(readonly=True)

    _fingerprint_unique = models.UniqueIndex("(rule, subject, node)")

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
                [("check_id", "=", check.id), ("node", "=", node)]
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
                values |= {"state": OPEN, "resolved_at": False}
                opened |= record
            record.write(values | {"seen_count": record.seen_count + 1})
            seen |= record
        created = self.create(values_to_create)
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
        """Return the severity that counts here."""
        severity = finding.severity or rule.severity
        return milder(severity, rule.ceiling) if rule.ceiling else severity

    def _as_dict(self):
        """Return this finding as the Overview and the report show it."""
        self.ensure_one()
        rule = self._rule_of(self.rule)
        return {
            "id": self.id,
            "check": self.check_id.name,
            "rule": self.rule,
            "severity": self.severity,
            "subject": self.subject,
            "node": self.node,
            "message": self.message,
            "remedy": self._translated_remedy(rule),
            "res_model": self.res_model or False,
            "res_id": self.res_id or False,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "seen_count": self.seen_count,
            **self._rule_texts(rule),
            "offers": self._offers(self.rule, self.res_model, self.res_id),
        }

    @api.model
    def _live_dict(self, check, finding):
        """Return ``finding``, which is not stored, as :meth:`_as_dict` would."""
        rule = self._rule_of(finding.rule)
        now = fields.Datetime.now()
        return {
            "id": False,
            "check": check,
            "rule": finding.rule,
            "severity": self._effective_severity(finding, rule),
            "subject": finding.subject,
            "node": "",
            "message": finding.message,
            "remedy": finding.remedy or self.env._(rule.fix),
            "res_model": finding.res_model or False,
            "res_id": finding.res_id or False,
            "first_seen": now,
            "last_seen": now,
            "seen_count": 1,
            **self._rule_texts(rule),
            "offers": self._offers(finding.rule, finding.res_model, finding.res_id),
        }

    @api.model
    def _rule_of(self, code):
        """Return the rule ``code``, ``None`` when its addon is gone."""
        return self.env["ipai.health.checker"]._rules().get(code)

    @api.model
    def _rule_texts(self, rule):
        return {
            "title": self.env._(rule.title) if rule else "",
            "why": self.env._(rule.why) if rule else "",
            "impact": rule.impact if rule else NOTICE,
        }

    def _translated_remedy(self, rule):
        if rule and self.remedy == rule.fix:
            return self.env._(rule.fix)
        return self.remedy or ""

    @api.model
    def _offers(self, rule, res_model, res_id):
        """Return the repairs that people can be offered here: code, title, target."""
        if not self.env.user.has_group("ipai_health.group_manager"):
            return []
        offers = []
        for code, remedy in self.env["ipai.health.remedy"]._remedies().items():
            target = remedy.sudo()._target_of(rule, res_model, res_id)
            if target is not None:
                title = self.env._(remedy._remedy_title)
                offers.append({"code": code, "title": title, "target": target})
        return offers

    @api.autovacuum
    def _gc_resolved(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("state", "=", RESOLVED), ("resolved_at", "<", limit)]).unlink()
