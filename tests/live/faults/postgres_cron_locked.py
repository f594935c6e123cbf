"""Somebody holds the table of scheduled actions for himself: no page waits for it."""

from sandbox.faults.fault import Fault

from ._postgres import lock


def inject(site):
    return lock(site.instance.postgres, site.database, "ir_cron")


def repair(site, kept):
    kept.close()


FAULT = Fault(
    title="a locked table that no page waits for",
    rule="database-table-locked",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
