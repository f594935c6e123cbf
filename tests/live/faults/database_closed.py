"""The database allows no connections."""

from sandbox.faults.fault import Fault

from ._postgres import end_sessions


def inject(site):
    site.instance.postgres.administer("ALTER DATABASE demo ALLOW_CONNECTIONS false")
    end_sessions(site.instance.postgres)


def repair(site, kept):
    site.instance.postgres.administer("ALTER DATABASE demo ALLOW_CONNECTIONS true")


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
