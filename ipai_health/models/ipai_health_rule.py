"""One row a rule of the catalogue: here an administrator chooses its severity and the
number beyond which it is broken.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.rule import IMPACT_TITLES
from ..core.severity import at_least
from .ipai_health_finding import SEVERITIES


class HealthRule(models.Model):
    _name = "ipai.health.rule"
    _inherit = ["mail.thread", "ipai.health.readonly"]
    _description = "Health rule"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True, readonly=True)
    severity = fields.Selection(
        SEVERITIES,
        "Own severity",
        tracking=True,
        help="What a finding of this rule counts as here; empty for the default.",
    )
    default_severity = fields.Selection(SEVERITIES, compute="_compute_texts")
    ceiling = fields.Selection(
        SEVERITIES,
        "Never above",
        compute="_compute_texts",
        help="Faults of this kind must not take a server out of a balancer.",
    )
    title = fields.Char("Fault", compute="_compute_texts")
    why = fields.Text("Why it matters", compute="_compute_texts")
    fix = fields.Text("What to do", compute="_compute_texts")
    impact = fields.Char(compute="_compute_texts")
    checks = fields.Char("Found by", compute="_compute_texts")
    own_threshold = fields.Float(
        tracking=True, readonly=True, help="Chosen here; 0 for the default."
    )
    threshold = fields.Float(
        compute="_compute_threshold",
        inverse="_inverse_threshold",
        help="The number beyond which this is a fault; 0 brings the default back.",
    )
    threshold_default = fields.Float("Default threshold", compute="_compute_limit")
    threshold_unit = fields.Char("Unit", compute="_compute_limit")
    threshold_meaning = fields.Char("What it limits", compute="_compute_limit")

    _code_unique = models.Constraint("UNIQUE (code)", "A rule stands here once.")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_texts(self):
        rules = self.env["ipai.health.checker"]._rules()
        for row in self:
            rule = rules.get(row.code)
            row.default_severity = rule and rule.severity
            row.ceiling = rule and rule.ceiling
            row.title = rule and self.env._(rule.title)
            row.why = rule and self.env._(rule.why)
            row.fix = rule and self.env._(rule.fix)
            row.impact = rule and self.env._(IMPACT_TITLES[rule.impact])
            row.checks = rule and ", ".join(rule.checks)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_limit(self):
        rules = self.env["ipai.health.checker"]._rules()
        for row in self:
            rule = rules.get(row.code)
            known = rule and rule.threshold
            row.threshold_default = known.value if known else 0
            row.threshold_unit = self.env._(known.unit) if known else False
            row.threshold_meaning = self.env._(known.meaning) if known else False

    @api.depends("own_threshold", "threshold_default")
    def _compute_threshold(self):
        for row in self:
            row.threshold = row.own_threshold or row.threshold_default

    def _inverse_threshold(self):
        """Keep the number unless it is the default, which may change with the code."""
        for row in self:
            is_own = row.threshold != row.threshold_default
            own = row.threshold if is_own else 0
            row.sudo().own_threshold = own  # readonly: written through this one alone

    @api.constrains("own_threshold")
    def _check_threshold(self):
        rules = self.env["ipai.health.checker"]._rules()
        for row in self.filtered("own_threshold"):
            rule = rules.get(row.code)
            known = rule and rule.threshold
            if known is None:
                raise ValidationError(
                    self.env._("No number decides about %(rule)s.", rule=row.code)
                )
            if not known.least <= row.own_threshold <= known.most:
                raise ValidationError(
                    self.env._(
                        "The threshold of %(rule)s lies between %(least)s and "
                        "%(most)s %(unit)s; 0 brings the default back.",
                        rule=row.code,
                        least=known.least,
                        most=known.most,
                        unit=self.env._(known.unit),
                    )
                )

    @api.constrains("severity")
    def _check_ceiling(self):
        for row in self:
            if row.severity and row.ceiling and not at_least(row.ceiling, row.severity):
                raise ValidationError(
                    self.env._(
                        "%(rule)s may not count as more than %(ceiling)s here: it must "
                        "not take the server out of a balancer.",
                        rule=row.code,
                        ceiling=row.ceiling,
                    )
                )

    def write(self, vals):
        """Let findings that are stored count as what was just chosen, and look again
        soon where another number decides.
        """
        done = super().write(vals)
        if "severity" in vals:
            self.sudo()._apply_to_findings()
        if "threshold" in vals:
            # 0 was written and the default counts
            self.invalidate_recordset(["threshold"])
        if "own_threshold" in vals:
            self.env["ipai.health.run"]._look_soon()
        return done

    def _apply_to_findings(self):
        rules = self.env["ipai.health.checker"]._rules()
        findings = self.env["ipai.health.finding"].search(
            [("rule", "in", self.mapped("code")), ("state", "!=", "resolved")]
        )
        for finding in findings:
            rule = rules.get(finding.rule)
            if rule:
                finding.severity = findings._severity_of(finding.severity_found, rule)
        findings.check_id._refresh_status()

    @api.model
    def _chosen(self):
        """Return the severities that an administrator chose, by rule."""
        rows = self.sudo().search_fetch(
            [("severity", "!=", False)], ["code", "severity"]
        )
        return {row.code: row.severity for row in rows}

    @api.model
    def _own_thresholds(self):
        """Return the thresholds that an administrator chose, by rule."""
        rows = self.sudo().search_fetch(
            [("own_threshold", "!=", 0)], ["code", "own_threshold"]
        )
        return {row.code: row.own_threshold for row in rows}

    @api.model
    def _sync(self):
        """Bring the rows in line with the rules that this database knows: those that
        a check inside Odoo can find. With the addon come those of its own, with each
        run those that other addons bring or take away.
        """
        rules = self.env["ipai.health.checker"]._rules()
        found_here = {
            code for code, rule in rules.items() if not rule.gates or rule.checks
        }
        rows = self.search([("code", "!=", False)])
        known = set(rows.mapped("code"))
        if self.env["ipai.health.check"]._knows_every_addon():
            # what was chosen is kept: newer code on another node may know the rule
            gone = rows.filtered(lambda row: row.code not in found_here)
            gone.filtered(lambda row: not (row.severity or row.own_threshold)).unlink()
        self.create([{"code": code} for code in sorted(found_here - known)])
