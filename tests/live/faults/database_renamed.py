"""The database has another name."""

from sandbox.faults.fault import Fault

from ._postgres import close, open_again


def inject(site):
    close(site.instance.postgres, site.database)
    site.instance.postgres.rename(site.database, "kept")


def repair(site, kept):
    site.instance.postgres.rename("kept", site.database)
    open_again(site.instance.postgres, site.database)


FAULT = Fault(
    title="the database renamed",
    rule="database-unreachable",
    subject=lambda site: "demo",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
