"""The database is dropped; a copy is there for the repair."""

from sandbox.faults.fault import Fault

from ._postgres import close


def inject(site):
    close(site.instance.postgres, site.database)
    site.instance.postgres.create("kept", site.database)
    site.instance.postgres.drop(site.database)


def repair(site, kept):
    site.instance.postgres.rename("kept", site.database)


FAULT = Fault(
    title="the database dropped",
    rule="database-unreachable",
    subject=lambda site: "demo",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
