"""A maintenance window: findings are recorded, but neither told nor counted."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..probe.statement import MAINTENANCE_FROM, MAINTENANCE_UNTIL
from .rights import require_manager
from .transaction import database_now

LONGEST = timedelta(days=7)
"""How long a window may last: a forgotten one must not hide faults for ever."""


class HealthMaintenance(models.AbstractModel):
    """One window, now or to come, kept in two system parameters that the probe reads
    too.
    """

    _name = "ipai.health.maintenance"
    _description = "Maintenance window"

    @api.model
    def start(self, minutes):
        """Begin a window of ``minutes`` now; 0 ends the one there is, or is to come.
        Return its end, in UTC.
        """
        require_manager(self.env)
        return self._start(minutes)

    @api.model
    def stop(self):
        """End the window now, or give it up."""
        return self.start(0)

    @api.model
    def plan(self, start, end):
        """Set the window that lasts from ``start`` to ``end``, in UTC."""
        require_manager(self.env)
        return self._plan(
            fields.Datetime.to_datetime(start), fields.Datetime.to_datetime(end)
        )

    @api.model
    def _start(self, minutes):
        if not minutes:
            return self._set(False, False)
        now = database_now(self.env)
        try:
            end = now + timedelta(minutes=minutes)
        except (ValueError, OverflowError):
            raise UserError(self.env._("That is no number of minutes.")) from None
        return self._plan(now, end)

    @api.model
    def _plan(self, start, end):
        if end <= start:
            raise UserError(self.env._("Maintenance ends after it begins."))
        if end <= database_now(self.env):
            passed = self.env._("The end of the maintenance has passed already.")
            raise UserError(passed)
        if end - start > LONGEST:
            raise UserError(
                self.env._(
                    "Maintenance lasts %(most)s days at most.", most=LONGEST.days
                )
            )
        return self._set(start, end)

    @api.model
    def _set(self, start, end):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(MAINTENANCE_FROM, fields.Datetime.to_string(start))
        parameters.set_param(MAINTENANCE_UNTIL, fields.Datetime.to_string(end))
        return end

    @api.model
    def _window(self):
        """Return begin and end of the window that is set, ``False`` where not."""
        parameters = self.env["ir.config_parameter"].sudo()
        keys = (MAINTENANCE_FROM, MAINTENANCE_UNTIL)
        return tuple(self._moment(parameters.get_param(key)) for key in keys)

    @api.model
    def _moment(self, text):
        try:
            return fields.Datetime.to_datetime(text or False) or False
        except ValueError:
            return False

    @api.model
    def _active(self):
        """Tell whether a window is under way now."""
        start, end = self._window()
        now = database_now(self.env)
        return bool(end and (start or now) <= now < end)

    @api.model
    def _as_dict(self):
        """Return the window that is under way or to come, ``False`` when there is none:
        from, until, active.
        """
        start, end = self._window()
        if not end or end <= database_now(self.env):
            return False
        return {"from": start, "until": end, "active": self._active()}
