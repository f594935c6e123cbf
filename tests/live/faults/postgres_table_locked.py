"""Somebody holds Odoo's own table for himself."""

from sandbox.faults.fault import Fault

from ._postgres import lock


def inject(site):
    return lock(site.instance.postgres, site.database, "ir_module_module")


def repair(site, kept):
    kept.close()


FAULT = Fault(
    title="a locked table of Odoo",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
