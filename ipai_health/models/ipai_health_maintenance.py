"""A maintenance window: findings are recorded, but neither told nor counted."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FROM = "ipai_health.maintenance_from"
UNTIL = "ipai_health.maintenance_until"
"""System parameters in UTC, ``YYYY-MM-DD HH:MM:SS``; the probe reads them too."""

LONGEST = 7 * 24 * 60
"""Minutes that a window may last: a forgotten one must not hide faults for ever."""


class HealthMaintenance(models.AbstractModel):
    _name = "ipai.health.maintenance"
    _description = "Maintenance window"

    @api.model
    def start(self, minutes):
        """Begin a window of ``minutes`` now, for the web client."""
        if not self.env.user.has_group("ipai_health.group_manager"):
            raise AccessError(
                self.env._("Only Health managers may begin or end maintenance.")
            )
        return self._start(minutes)

    @api.model
    def stop(self):
        """End the window now, for the web client."""
        return self.start(0)

    @api.model
    def _start(self, minutes):
        """Begin a window of ``minutes`` now; 0 ends one. Return its end, in UTC."""
        if not 0 <= minutes <= LONGEST:
            raise UserError(
                self.env._("Maintenance lasts 0 to %(most)s minutes.", most=LONGEST)
            )
        now = fields.Datetime.now()
        if not minutes:
            return self._set(False, False)
        return self._set(now, now + timedelta(minutes=minutes))

    @api.model
    def _set(self, start, end):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(FROM, fields.Datetime.to_string(start))
        parameters.set_param(UNTIL, fields.Datetime.to_string(end))
        return end

    @api.model
    def _window(self):
        """Return begin and end of the window that is set, ``False`` where not."""
        parameters = self.env["ir.config_parameter"].sudo()
        return tuple(self._moment(parameters.get_param(key)) for key in (FROM, UNTIL))

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
        now = fields.Datetime.now()
        return bool(end and (start or now) <= now < end)
