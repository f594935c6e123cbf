"""Nobody listens on PostgreSQL's port any more."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.deafen()


def repair(site, kept):
    site.link.heal()


FAULT = Fault(
    title="a port that refuses",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
