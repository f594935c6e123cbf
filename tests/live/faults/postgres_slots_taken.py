"""Every connection that PostgreSQL gives is taken."""

from sandbox.faults.fault import Fault

from ._postgres import take_connections


def inject(site):
    return take_connections(site.instance.postgres, site.database, 1000)


def repair(site, kept):
    for connection in kept:
        connection.close()


FAULT = Fault(
    title="PostgreSQL without a free connection",
    rule="database-pool-exhausted",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
    alone=True,
)
