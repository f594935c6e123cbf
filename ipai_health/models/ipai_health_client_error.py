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
        model, field = error.field or (None, None)
        # not by create: two browsers meet a new error at the same time
        self.env.cr.execute(
            SQL(
                """INSERT INTO ipai_health_client_error
                          (fingerprint, message, stack, path, component, lost_model,
                           lost_field, first_seen, last_seen, seen_count)
                   VALUES (%(fingerprint)s, %(message)s, %(stack)s, %(path)s,
                           %(component)s, %(model)s, %(field)s, %(now)s, %(now)s, 1)
                       ON CONFLICT (fingerprint) DO UPDATE
                      SET seen_count = ipai_health_client_error.seen_count + 1,
                          last_seen = excluded.last_seen
                RETURNING seen_count""",
                fingerprint=error.fingerprint,
                message=error.message,
                stack=error.stack,
                path=path,
                component=error.component,
                model=model,
                field=field,
                now=fields.Datetime.now(),
            )
        )
        (seen_count,) = self.env.cr.fetchone()
        self.invalidate_model()
        if seen_count == 1:
            # the newest are kept, in the order of the model
            self.search([], offset=MOST, limit=MOST).unlink()
            self.env["ipai.health.run"]._look_soon()

    @api.model
    def _guilty_view(self, model, field):
        """Return the view of records that alone names the lost ``field``; among several
        the one extension, as only a module can bring a field of its own.
        """
        if model not in self.env:
            return None
        found = [
            view
            for view in self.env["ipai.health.view.switch"]._find_field(
                f"{model}.{field}"
            )
            if view["active"] and view["model"]
        ]
        extensions = [view for view in found if view["extension"]]
        guilty = extensions if len(found) > 1 else found
        return guilty[0] if len(guilty) == 1 else None

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("last_seen", "<", limit)]).unlink()
