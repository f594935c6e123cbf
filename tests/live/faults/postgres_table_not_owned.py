"""Odoo's role has no right to a table."""

from sandbox.faults.fault import Fault


def inject(site):
    site.instance.postgres.administer(
        "ALTER TABLE ir_module_module OWNER TO postgres", None, site.database
    )


def repair(site, kept):
    site.instance.postgres.administer(
        "ALTER TABLE ir_module_module OWNER TO odoo", None, site.database
    )


FAULT = Fault(
    title="a table that the role may not read",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
