"""One row a check: switched on or off, when it last looked, what became of it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..checks.isolation import CRASHED, DONE, SKIPPED, TIMED_OUT
from ..core.look import UNHURRIED
from ..core.severity import status_of

LONGEST = 3600.0
"""Seconds that a look may be given."""

OUTCOMES = [
    (DONE, "Looked"),
    (SKIPPED, "Does not apply"),
    (CRASHED, "Crashed"),
    (TIMED_OUT, "Timed out"),
]


class HealthCheck(models.Model):
    _name = "ipai.health.check"
    _inherit = ["mail.thread", "ipai.health.readonly"]
    _description = "Health check"
    _order = "sequence, name"

    name = fields.Char("Code", required=True, readonly=True)
    title = fields.Char(compute="_compute_title")
    sequence = fields.Integer(readonly=True)
    scope = fields.Selection(
        [("database", "Database"), ("node", "Node")], required=True, readonly=True
    )
    depth = fields.Char(readonly=True, help="The cheapest run that includes it.")
    enabled = fields.Boolean(default=True, tracking=True)
    time_limit = fields.Float(
        "Time limit (s)", help="Seconds after which a look is stopped; 0 for its own."
    )
    outcome = fields.Selection(OUTCOMES, readonly=True, help="Of the last look.")
    reason = fields.Char(readonly=True, help="Why the last look was none.")
    status = fields.Selection(
        [("pass", "Pass"), ("warn", "Warning"), ("fail", "Fail")],
        readonly=True,
        help="What the worst open finding stands for.",
    )
    last_look = fields.Datetime(readonly=True, help="The end of the last whole look.")
    last_depth = fields.Char(readonly=True)
    duration = fields.Float("Duration (s)", readonly=True, digits=(16, 3))
    # up to a megabyte, which only a look wants
    memo = fields.Json(readonly=True, prefetch=False, groups="base.group_no_one")
    node_memos = fields.Json(readonly=True, prefetch=False, groups="base.group_no_one")
    finding_ids = fields.One2many("ipai.health.finding", "check_id", readonly=True)

    _name_unique = models.Constraint("UNIQUE (name)", "A check stands here once.")

    @api.constrains("time_limit")
    def _check_time_limit(self):
        for check in self:
            if not 0 <= check.time_limit <= LONGEST:
                raise ValidationError(
                    self.env._(
                        "A time limit lies between 0 and %(most)s seconds.",
                        most=f"{LONGEST:g}",
                    )
                )

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_title(self):
        checkers = self.env["ipai.health.checker"]._checkers()
        for check in self:
            checker = checkers.get(check.name)
            # an abstract model's recordset is empty, so it counts as false
            known = checker is not None
            check.title = self.env._(checker._health_title) if known else check.name

    @api.depends("title")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for check in self:
            check.display_name = check.title

    @api.model
    def _for_checkers(self, names):
        """Return the rows of the checks ``names`` by code; an empty one, which counts
        as switched off, where a new check has none before the next run.
        """
        rows = {row.name: row for row in self.search([("name", "in", list(names))])}
        return {name: rows.get(name, self.browse()) for name in names}

    @api.model
    def _sync(self):
        """Bring the rows in line with the checks that this database knows: missing
        ones are made, those of checks that no addon brings any more go with their
        findings. With the install come the addon's own, with each run, of which there
        is one at a time, those of other addons and of later versions.
        """
        known = self.env["ipai.health.checker"]._checkers()
        if self._knows_every_addon():
            self.search([("name", "not in", list(known))]).unlink()
        there = set(self.search([("name", "in", list(known))]).mapped("name"))
        self.create(
            [
                {
                    "name": name,
                    "scope": checker._health_scope,
                    "sequence": checker._health_sequence,
                    "depth": checker._health_depth,
                }
                for name, checker in known.items()
                if name not in there
            ]
        )

    @api.model
    def _knows_every_addon(self):
        """Tell whether this process has loaded every installed module: one that lacks
        the folder of an addon, or is at an upgrade that has not come to it, must not
        take its checks away.
        """
        if self.env["ipai.health.module.operations"]._pending():
            return False
        installed = self.env["ir.module.module"]._installed()
        return installed.keys() <= self.env.registry._init_modules

    def _refresh_status(self):
        """Let the status follow from the open findings."""
        rows = self.env["ipai.health.finding"]._read_group(
            [("check_id", "in", self.ids), ("state", "=", "open")],
            ["check_id"],
            ["severity:array_agg_distinct"],
        )
        found = dict(rows)
        for check in self:
            check.status = status_of(found.get(check, ()))

    def action_retry(self):
        """Let these checks look now."""
        return self.env["ipai.health.finding"]._retry(self.mapped("name"))

    def _limit(self, checker, unhurried=False):
        """Return the seconds that a look of this check may take."""
        if unhurried and checker._health_keeps_time:
            return UNHURRIED
        return self.time_limit or checker._health_limit

    def _open_subjects(self, node):
        """Return rule and subject of each open or muted finding, at the database or at
        ``node``.
        """
        unresolved = self.env["ipai.health.finding"].search(
            [
                ("check_id", "=", self.id),
                ("state", "!=", "resolved"),
                ("node", "=", node),
            ]
        )
        return frozenset((each.rule, each.subject) for each in unresolved)

    def _memo_of(self, node):
        """Return what the last look remembered, at the database or at ``node``."""
        return (self.node_memos or {}).get(node) if node else self.memo

    def _remember(self, node, memo):
        """Keep ``memo`` for the next look at the database or at ``node``."""
        if node:
            self.node_memos = (self.node_memos or {}) | {node: memo}
        else:
            self.memo = memo

    def _forget_nodes(self, nodes):
        """Forget what looks at ``nodes`` remembered."""
        for check in self:
            memos = check.node_memos or {}
            if not memos.keys().isdisjoint(nodes):
                check.node_memos = {
                    node: memo for node, memo in memos.items() if node not in nodes
                }
