"""When runs come by themselves: by schedule, and soon after modules changed."""

from datetime import timedelta

from odoo import api, fields, models

from ..core.look import FULL, QUICK, STANDARD
from ..core.trigger import SCHEDULE

PATIENCE = 20.0
"""Seconds that a scheduled run waits for another one: most are done sooner, and several
workers begin what falls due at one time."""

LATER = timedelta(minutes=1)
"""When a run is tried again that met another one; Odoo looks for work that often."""


class HealthRun(models.Model):
    _inherit = "ipai.health.run"

    def _register_hook(self):
        """Look again soon when this process has installed or upgraded modules: that is
        when bundles, fields and views change.
        """
        super()._register_hook()
        if self.env.registry.updated_modules:
            self._look_soon()

    @api.model
    def _look_soon(self):
        """Trigger the quick run, unless this addon is being removed itself."""
        quick = self.env.ref("ipai_health.ir_cron_quick", raise_if_not_found=False)
        if quick:
            quick.sudo()._trigger()

    @api.model
    def _again(self, depth, trigger, at_once):
        """Trigger the scheduled action of ``depth`` again, which could not look now: it
        would be missed until its next turn, a week later in the case of a full run.

        :param at_once: whether in the next pass, for which Odoo counts the time anew
        """
        action = self.env.ref(f"ipai_health.ir_cron_{depth}", False)
        if trigger == SCHEDULE and action:
            now = fields.Datetime.now()
            action.sudo()._trigger(now if at_once else now + LATER)

    @api.model
    def _run_quick(self):
        self._run(QUICK, SCHEDULE, patience=PATIENCE)

    @api.model
    def _run_standard(self):
        self._run(STANDARD, SCHEDULE, patience=PATIENCE)

    @api.model
    def _run_full(self):
        self._run(FULL, SCHEDULE, patience=PATIENCE)
