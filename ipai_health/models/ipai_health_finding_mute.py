"""Muting: a finding stays recorded, but is neither told nor counted for a while."""

from odoo import api, fields, models

from .ipai_health_finding import MUTED, OPEN, RESOLVED
from .rights import require_manager


class HealthFinding(models.Model):
    _inherit = "ipai.health.finding"

    mute_reason = fields.Char("Muted because", readonly=True, tracking=True)
    mute_until = fields.Date("Muted until", readonly=True, tracking=True)
    muted_by = fields.Many2one("res.users", readonly=True, ondelete="set null")

    def action_mute(self):
        """Open the question why, and for how long."""
        require_manager(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mute"),
            "res_model": "ipai.health.mute",
            "view_mode": "form",
            "target": "new",
            "context": {"default_finding_ids": self.ids},
        }

    def action_unmute(self):
        """Count these findings again."""
        require_manager(self.env)
        self.sudo().filtered(lambda each: each.state == MUTED)._unmute()

    def action_retry(self):
        """Let the checks of these findings look again, then show what is left."""
        return self._retry(self.mapped("check_id.name"))

    @api.model
    def _retry(self, names):
        require_manager(self.env)
        runs = self.env["ipai.health.run"].sudo()
        outcomes = runs._run("full", self.env.user.name, names=names)
        self.env.invalidate_all()
        if outcomes is None:
            busy = self.env._("Another run is under way. Try again when it is done.")
            return self._notice(busy, "warning")
        of_nodes = self.env["ipai.health.check"].search_count(
            [("name", "in", names), ("scope", "=", "node")], limit=1
        )
        looked = self.env._("The checks have looked again.")
        return self._notice(runs._nodes_asked() if of_nodes else looked, "success")

    def _mute(self, reason, until):
        """Mute those that are not resolved: nobody would resolve them once more."""
        unresolved = self.filtered(lambda each: each.state != RESOLVED)
        unresolved.write(
            {
                "state": MUTED,
                "mute_reason": reason,
                "mute_until": until,
                "muted_by": self.env.uid,
            }
        )
        self.check_id._refresh_status()

    def _unmute(self):
        self.write(
            {
                "state": OPEN,
                "mute_reason": False,
                "mute_until": False,
                "muted_by": False,
            }
        )
        self.check_id._refresh_status()

    def _state_when_back(self):
        """A finding that comes back while it is muted stays muted."""
        today = fields.Date.today()
        return MUTED if self.mute_until and self.mute_until >= today else OPEN

    @api.model
    def _unmute_expired(self):
        """Open the muted findings whose end date has passed."""
        self.search(
            [("state", "=", MUTED), ("mute_until", "<", fields.Date.today())]
        )._unmute()

    def _notice(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
