"""Routes that Odoo's own dispatcher serves."""

from . import probe
