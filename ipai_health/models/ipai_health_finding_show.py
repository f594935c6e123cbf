"""How people meet a finding: its rule's texts in their language, and its repairs."""

from odoo import api, fields, models

from ..core.rule import IMPACT_TITLES, NOTICE
from .rights import is_manager


class HealthFinding(models.Model):
    _inherit = "ipai.health.finding"

    title = fields.Char("Fault", compute="_compute_rule_texts")
    why = fields.Text("Why it matters", compute="_compute_rule_texts")
    advice = fields.Text("What to do", compute="_compute_rule_texts")
    impact = fields.Char(compute="_compute_rule_texts")
    offers = fields.Json("Repairs", compute="_compute_offers")
    record_name = fields.Char("Record", compute="_compute_record_name")
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("rule", "remedy")
    @api.depends_context("lang")
    def _compute_rule_texts(self):
        for finding in self:
            rule = self._rule_of(finding.rule)
            texts = self._rule_texts(rule)
            finding.title = texts["title"] or finding.rule
            finding.why = texts["why"]
            finding.impact = self.env._(IMPACT_TITLES[texts["impact"]])
            finding.advice = finding._translated_remedy(rule)

    @api.depends("rule", "state")
    @api.depends_context("uid", "lang")
    def _compute_offers(self):
        for finding in self:
            finding.offers = self._offers(finding) if finding.state == "open" else []

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for finding in self:
            record = finding._record()
            finding.record_name = record.sudo().display_name if record else False

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_can_open(self):
        self.can_open = False
        for model, findings in self.grouped("res_model").items():
            readable = set(self._readable(model, findings.mapped("res_id")).ids)
            for finding in findings:
                finding.can_open = finding.res_id in readable

    def _record(self):
        """Return the record the fault is in, if it still exists."""
        if self.res_model not in self.env or not self.res_id:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    @api.model
    def _readable(self, model, ids):
        """Return the records of ``model`` that are there and that this user may read:
        most are views, modules and actions, which only administrators may.
        """
        if model not in self.env:
            return self.browse()
        records = self.env[model].browse(filter(None, ids))
        return records.exists()._filtered_access("read")

    def action_open_record(self):
        """Open the record that the fault is in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

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
            "can_open": self.can_open,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "seen_count": self.seen_count,
            **self._rule_texts(rule),
            "offers": self._offers(self),
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
            "severity": self.sudo()._effective_severity(finding, rule),
            "subject": finding.subject,
            "node": "",
            "message": finding.message,
            "remedy": finding.remedy or self.env._(rule.fix),
            "res_model": finding.res_model or False,
            "res_id": finding.res_id or False,
            "can_open": bool(self._readable(finding.res_model, [finding.res_id])),
            "first_seen": now,
            "last_seen": now,
            "seen_count": 1,
            **self._rule_texts(rule),
            "offers": self._offers(finding),
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
        # stored in English; the text of another addon may be a lazy one
        if rule and self.remedy == self.with_context(lang="en_US").env._(rule.fix):
            return self.env._(rule.fix)
        return self.remedy or ""

    @api.model
    def _offers(self, finding):
        """Return the repairs that people can be offered for ``finding``, a record or
        one just found: code, title and target of each.
        """
        if not is_manager(self.env):
            return []
        offers = []
        for code, remedy in self.env["ipai.health.remedy"]._remedies().items():
            target = remedy.sudo()._target_of(finding)
            if target is not None:
                title = self.env._(remedy._remedy_title)
                offers.append({"code": code, "title": title, "target": target})
        return offers
