"""An empty database has the name of Odoo's."""

from sandbox.faults.fault import Fault

from ._postgres import close, open_again


def inject(site):
    close(site.instance.postgres, site.database)
    site.instance.postgres.rename(site.database, "kept")
    site.instance.postgres.create(site.database)


def repair(site, kept):
    close(site.instance.postgres, site.database)
    site.instance.postgres.drop(site.database)
    site.instance.postgres.rename("kept", site.database)
    open_again(site.instance.postgres, site.database)


FAULT = Fault(
    title="an uninitialised database",
    rule="database-uninitialised",
    subject=lambda site: "demo",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
