"""One run of checks, as remembered: when, who asked, how far it is, what came of it."""

import contextlib

from odoo import api, fields, models

from ..core.look import DEPTHS
from ..core.trigger import COMMAND, NODE, SCHEDULE
from .transaction import database_now, own_environment

KEPT_DAYS = 30
"""Days that a run is kept: what the Overview's history shows."""


class HealthRun(models.Model):
    _name = "ipai.health.run"
    _description = "Health run"
    _order = "start desc, id desc"
    _rec_name = "start"

    start = fields.Datetime(required=True, readonly=True, index=True)
    end = fields.Datetime(readonly=True)
    depth = fields.Selection(
        [(depth, depth.capitalize()) for depth in DEPTHS], required=True, readonly=True
    )
    trigger = fields.Char(required=True, readonly=True, help="Who asked for it.")
    asked_by = fields.Char(compute="_compute_asked_by")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("interrupted", "Interrupted")],
        required=True,
        default="running",
        readonly=True,
    )
    status = fields.Selection(
        [("pass", "Pass"), ("warn", "Warning"), ("fail", "Fail")], readonly=True
    )
    progress_check = fields.Char(readonly=True, help="The check that looks now.")
    progress_done = fields.Integer(readonly=True)
    progress_total = fields.Integer(readonly=True)
    durations = fields.Json(readonly=True, help="Seconds by check.")
    opened_count = fields.Integer(readonly=True)
    resolved_count = fields.Integer(readonly=True)

    _under_way = models.Index("(start) WHERE state = 'running'")

    @api.depends("trigger")
    @api.depends_context("lang")
    def _compute_asked_by(self):
        for run in self:
            run.asked_by = run._trigger_label()

    def _trigger_label(self):
        """Return who asked for this run, as people say it."""
        remedy = self.env["ipai.health.remedy"]._remedies().get(self.trigger)
        if remedy is not None:
            return self.env._(remedy._remedy_title)
        labels = {
            SCHEDULE: self.env._("by schedule"),
            COMMAND: "odoo health",
            NODE: self.env._("a node"),
        }
        return labels.get(self.trigger, self.trigger)

    @contextlib.contextmanager
    def _own(self):
        """Give this model as superuser in a transaction of its own, in English: what
        a run stores is read by everybody.
        """
        with own_environment(self.env, "en_US") as env:
            yield env[self._name]

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(database_now(self.env), days=KEPT_DAYS)
        self.search([("start", "<", limit)]).unlink()
