"""Odoo gave an upgrade up by itself."""

from sandbox.faults.fault import Fault

MARK = "UPDATE ir_module_module SET state = %s WHERE name = 'sandbox_bookcase'"
DATE = """
    UPDATE ir_module_module SET write_date = (now() AT TIME ZONE 'UTC') - %s::interval
    WHERE name = 'sandbox_bookcase'
"""


def inject(site):
    """Mark the module, let a self-check see it, and take the mark away as Odoo does
    after five hours: without touching the date.
    """
    site.sql(DATE, ["5 hours"])
    site.sql(MARK, ["to upgrade"])
    site.look()
    site.sql(MARK, ["installed"])


def repair(site, _kept):
    """An upgrade that really took place changes the date."""
    site.sql(DATE, ["0 hours"])


FAULT = Fault(
    title="an upgrade that Odoo gave up by itself",
    rule="module-pending-reset",
    subject=lambda site: "sandbox_bookcase",
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
