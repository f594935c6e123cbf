"""PostgreSQL was restarted: no fault once it is back."""

from sandbox.faults.fault import Fault


def inject(site):
    site.instance.postgres.stop()
    site.instance.postgres.start()


def repair(site, kept):
    return None


FAULT = Fault(
    title="PostgreSQL restarted",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
