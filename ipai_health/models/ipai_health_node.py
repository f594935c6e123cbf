"""One running server process tree: known by host name and HTTP port."""

from odoo import fields, models


class HealthNode(models.Model):
    _name = "ipai.health.node"
    _description = "Odoo node"
    _order = "name"

    name = fields.Char(required=True, readonly=True, help="Host name and HTTP port.")
    last_seen = fields.Datetime(readonly=True)

    _name_unique = models.Constraint("UNIQUE (name)", "A node stands here once.")
