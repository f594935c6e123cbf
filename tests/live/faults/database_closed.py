"""The database allows no connections."""

from sandbox.faults.fault import Fault

from ._postgres import close, open_again


def inject(site):
    close(site.instance.postgres, site.database)


def repair(site, kept):
    open_again(site.instance.postgres, site.database)


FAULT = Fault(
    title="a database that allows no connections",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
