"""Remedy: purge the asset cache."""

from odoo import api, models


class HealthPurge(models.AbstractModel):
    _name = "ipai.health.purge"
    _description = "Purge the asset cache"
