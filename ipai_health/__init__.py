"""Health of an Odoo server: probe, checks, gates.

Imported as ``ipai_health`` this package needs no Odoo; the addon's side is loaded
only when Odoo is the importer.
"""

if __name__.startswith("odoo.addons."):
    from . import checks, controllers, models, wizards
    from .hooks import post_init_hook, post_load, uninstall_hook
