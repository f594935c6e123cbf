"""Most connections that PostgreSQL gives are taken."""

from sandbox.faults.fault import Fault

from ._postgres import take_connections


def inject(site):
    (limit,) = site.instance.postgres.administer(
        "SELECT current_setting('max_connections')::int "
        "- current_setting('superuser_reserved_connections')::int "
        "- (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL)::int"
    )[0]
    return take_connections(site.instance.postgres, site.database, limit - 4)


def repair(site, kept):
    for connection in kept:
        connection.close()


FAULT = Fault(
    title="few connections left",
    rule="database-connections-high",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
