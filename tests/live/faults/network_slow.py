"""Every packet to PostgreSQL takes 300 ms each way."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.delay(0.3)


def repair(site, kept):
    site.link.delay(0.0)


FAULT = Fault(
    title="300 ms to PostgreSQL",
    rule="database-slow",
    subject=lambda site: "demo",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
