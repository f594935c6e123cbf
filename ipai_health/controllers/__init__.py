"""Routes that Odoo's own dispatcher serves."""
