"""What people are told of a run: how far it is, and afterwards what it changed."""

import time

from odoo import api, models

from ..core.own_log import own_logger

_logger = own_logger(__name__)

PROGRESS_EVERY = 1.0
"""Seconds between two notes of how far a look is: as often as people can read."""


class HealthRun(models.Model):
    _inherit = "ipai.health.run"

    @api.model
    def _progress_of(self, run_id, name, tell):
        """Return the function by which a look tells how far it is, at most once a
        second.
        """
        told = time.monotonic()

        def progress(done, total):
            nonlocal told
            if time.monotonic() - told >= PROGRESS_EVERY:
                told = time.monotonic()
                if tell:
                    tell(name, done, total)
                with self._own() as run:
                    run._note_progress(run_id, done, total)

        return progress

    @api.model
    def _tell(self):
        """Tell people what changed; a failure to do so is a finding, not an error."""
        try:
            self.env["ipai.health.notification"]._tell()
        except Exception as error:  # noqa: BLE001  mail goes through code of any addon
            _logger.info("health notification failed", exc_info=True)
            with self._own() as run:
                run.env["ipai.health.finding"]._notification_failed(
                    "mail",
                    self.env._(
                        "Nobody could be told what changed: %(reason)s",
                        reason=type(error).__name__,
                    ),
                )
