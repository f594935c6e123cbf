"""PostgreSQL is stopped."""

from .fault import Fault


def inject(site):
    site.instance.postgres.stop()


def repair(site, _kept):
    site.instance.postgres.start()


FAULT = Fault(
    title="PostgreSQL stopped",
    rule="database-unreachable",
    inject=inject,
    repair=repair,
    page=lambda site: "/web/login",
    stored=False,
    health=503,
    ready=503,
    hides=True,
)
