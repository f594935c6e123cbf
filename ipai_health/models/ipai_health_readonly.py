"""What the interface shows as readonly is so over RPC too."""

from odoo import models
from odoo.exceptions import AccessError


class HealthReadonly(models.AbstractModel):
    """Odoo's ``readonly`` binds its web client alone. Whoever follows a finding in the
    chatter needs the right to write it, and could forge what a check found.
    """

    _name = "ipai.health.readonly"
    _description = "Readonly over RPC"

    def write(self, vals):
        """Let only checks and buttons, which act as the superuser, write the rest."""
        known = self._fields
        closed = [name for name in vals if name in known and known[name].readonly]
        if closed and not self.env.su:
            raise AccessError(
                self.env._(
                    "Only Health itself writes %(fields)s.", fields=", ".join(closed)
                )
            )
        return super().write(vals)
