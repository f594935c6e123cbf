"""The network drops every packet to PostgreSQL, those of new connections too."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.vanish()


def repair(site, _kept):
    site.link.heal()


FAULT = Fault(
    title="a network that drops every packet",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
