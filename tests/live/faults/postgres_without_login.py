"""Odoo's role may not log in any more."""

from sandbox.faults.fault import Fault

from ._postgres import end_sessions


def inject(site):
    site.instance.postgres.administer("ALTER ROLE odoo NOLOGIN")
    end_sessions(site.instance.postgres)


def repair(site, kept):
    site.instance.postgres.administer("ALTER ROLE odoo LOGIN")


FAULT = Fault(
    title="a role that may not log in",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
