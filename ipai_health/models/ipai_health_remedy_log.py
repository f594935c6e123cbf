"""Who repaired what, when, and what came of it."""

from odoo import api, fields, models

from .ipai_health_remedy import DONE, STATES
from .ipai_health_view_switch import DISABLE, RESTORE

KEPT_DAYS = 365
"""Days that the log of a repair is kept: a year, as auditors ask."""


class HealthRemedyLog(models.Model):
    _name = "ipai.health.remedy.log"
    _description = "Health repair"
    _order = "create_date desc, id desc"
    _rec_name = "message"

    remedy = fields.Char("Code", required=True, readonly=True)
    title = fields.Char("Repair", compute="_compute_title")
    target = fields.Char(readonly=True, help="What it was done to; empty for all.")
    user_id = fields.Many2one(
        "res.users", "Done by", readonly=True, ondelete="set null"
    )
    create_date = fields.Datetime("Date", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True)
    message = fields.Text("What happened", required=True, readonly=True)
    details = fields.Text(readonly=True)
    can_undo = fields.Boolean(compute="_compute_can_undo")
    seconds = fields.Float("Duration (s)", readonly=True, digits=(16, 3))

    @api.depends_context("lang")
    def _compute_title(self):
        remedies = self.env["ipai.health.remedy"]._remedies()
        for log in self:
            remedy = remedies.get(log.remedy)
            log.title = self.env._(remedy._remedy_title) if remedy is not None else ""

    @api.depends("remedy", "target", "state")
    def _compute_can_undo(self):
        switch = self.env["ipai.health.view.switch"]
        for log in self:
            log.can_undo = (
                log.remedy == DISABLE
                and log.state == DONE
                and switch._last_disabling(log.target) == log
            )

    def action_undo(self):
        """Open the plan that restores the view."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "ipai_health.remedy",
            "params": {"code": RESTORE, "target": self.target},
        }

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        old = self.search([("create_date", "<", limit)])
        # a view that is still disabled must stay restorable
        old.filtered(lambda log: not log.can_undo).unlink()
