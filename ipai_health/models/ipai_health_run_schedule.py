"""When runs come by themselves: by schedule, and soon after modules changed."""

from datetime import timedelta

from odoo import api, fields, models

from ..core.look import FULL, QUICK, STANDARD
from ..core.trigger import SCHEDULE

AGAIN = timedelta(minutes=1)
"""When a run that was put off is tried again: Odoo looks for triggers that often."""


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
    def _again_later(self, depth, trigger):
        """Trigger the scheduled action of ``depth`` again, which could not look now: it
        would be missed until its next turn, a week later in the case of a full run.
        Not at once, when it would meet what it met now.
        """
        action = self.env.ref(f"ipai_health.ir_cron_{depth}", False)
        if trigger == SCHEDULE and action:
            action.sudo()._trigger(fields.Datetime.now() + AGAIN)

    @api.model
    def _run_quick(self):
        self._run(QUICK, SCHEDULE)

    @api.model
    def _run_standard(self):
        self._run(STANDARD, SCHEDULE)

    @api.model
    def _run_full(self):
        self._run(FULL, SCHEDULE)
