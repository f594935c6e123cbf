"""A real Odoo and a real PostgreSQL on this machine, for make and for the tests."""
