"""Remedy: purge the asset cache."""

from odoo import models


class HealthPurge(models.AbstractModel):
    _name = "ipai.health.purge"
    _description = "Purge the asset cache"
