"""The network swallows what goes to PostgreSQL."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.mute()


def repair(site, kept):
    site.link.heal()


FAULT = Fault(
    title="a network that swallows",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
