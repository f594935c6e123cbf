"""odoo.conf as Odoo reads it, and what can be said about its values.

Shared by the gate (files) and the check inside Odoo (the running configuration).
"""
