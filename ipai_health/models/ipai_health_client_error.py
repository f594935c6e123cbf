"""Errors that users' browsers reported, each kept once."""

from odoo import api, fields, models
from odoo.tools import SQL

OFF = "False"
SWITCH = "ipai_health.client_errors"
KEPT_DAYS = 30
"""Days that an error nobody met again is kept."""

MOST = 200
"""Different errors that are kept, the newest: more would be a flood, not news."""


class HealthClientError(models.Model):
    _name = "ipai.health.client.error"
    _description = "Error of a browser"
    _order = "last_seen desc, id desc"
    _rec_name = "message"

    fingerprint = fields.Char(required=True, readonly=True)
    message = fields.Char(required=True, readonly=True)
    stack = fields.Text(readonly=True)
    path = fields.Char("Page", readonly=True, help="The path, without record numbers.")
    component = fields.Char(readonly=True)
    lost_model = fields.Char(readonly=True)
    lost_field = fields.Char(readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    seen_count = fields.Integer(default=1, readonly=True)

    _fingerprint_unique = models.Constraint(
        "UNIQUE (fingerprint)", "An error is kept once."
    )

    @api.model
    def _is_on(self):
        """Tell whether browsers shall report."""
        return self.env["ir.config_parameter"].sudo().get_param(SWITCH) != OFF

    @api.model
    def _keep(self, message, stack, path):
        """Keep one reported error; a new one lets the check look soon."""
        # a dozen expressions to compile, which most processes never need
        from ..core.client_error import client_error

        error = client_error(message, stack)
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE ipai_health_client_error
                      SET seen_count = seen_count + 1, last_seen = %s
                    WHERE fingerprint = %s RETURNING id""",
                now,
                error.fingerprint,
            )
        )
        self.invalidate_model(["seen_count", "last_seen"])
        if self.env.cr.fetchone():
            return
        # the newest are kept, in the order of the model
        self.search([], offset=MOST - 1, limit=MOST).unlink()
        model, field = error.field or (False, False)
        self.create(
            {
                "fingerprint": error.fingerprint,
                "message": error.message,
                "stack": error.stack,
                "path": path,
                "component": error.component,
                "lost_model": model,
                "lost_field": field,
                "first_seen": now,
                "last_seen": now,
            }
        )
        self.env.ref("ipai_health.ir_cron_quick")._trigger()

    def _guilty_view(self):
        """Return the view that names the lost field, when exactly one does; among
        several the extension, as only one of a module can bring a field of its own.
        """
        self.ensure_one()
        if not self.lost_field:
            return None
        path = f"{self.lost_model}.{self.lost_field}"
        found = [
            view
            for view in self.env["ipai.health.view.switch"]._find_field(path)
            if view["active"]
        ]
        extensions = [view for view in found if view["extension"]]
        guilty = extensions if len(found) > 1 else found
        return guilty[0] if guilty else None

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("last_seen", "<", limit)]).unlink()
