"""Every connection to PostgreSQL is reset."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.reset()


def repair(site, kept):
    site.link.heal()


FAULT = Fault(
    title="a network that resets",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
