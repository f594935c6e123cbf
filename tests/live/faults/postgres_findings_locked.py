"""Somebody holds our own table for himself: users notice nothing."""

from sandbox.faults.fault import Fault

from ._postgres import lock


def inject(site):
    return lock(site.instance.postgres, site.database, "ipai_health_finding")


def repair(site, kept):
    kept.close()


FAULT = Fault(
    title="a locked table of the addon",
    rule="self-check-stale",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    hides=True,
    alone=True,
)
