"""Every packet to PostgreSQL takes 50 ms each way: no fault."""

from sandbox.faults.fault import Fault


def inject(site):
    site.link.delay(0.05)


def repair(site, kept):
    site.link.delay(0.0)


FAULT = Fault(
    title="50 ms to PostgreSQL",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
