"""Who repaired what, when, and what came of it."""

from odoo import api, fields, models

from .ipai_health_remedy import STATES

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
    seconds = fields.Float("Duration (s)", readonly=True, digits=(16, 3))

    @api.depends_context("lang")
    def _compute_title(self):
        remedies = self.env["ipai.health.remedy"]._remedies()
        for log in self:
            remedy = remedies.get(log.remedy)
            log.title = self.env._(remedy._remedy_title) if remedy is not None else ""

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", limit)]).unlink()
