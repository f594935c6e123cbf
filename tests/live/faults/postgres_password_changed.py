"""Odoo's role has another password."""

from sandbox.faults.fault import Fault

from ._postgres import end_sessions


def inject(site):
    site.instance.postgres.administer("ALTER ROLE odoo PASSWORD 'changed by somebody'")
    end_sessions(site.instance.postgres)


def repair(site, kept):
    site.instance.postgres.administer(
        "ALTER ROLE odoo PASSWORD %s", [site.instance.postgres.password]
    )


FAULT = Fault(
    title="a changed password",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
