"""PostgreSQL takes no changes."""

from sandbox.faults.fault import Fault


def inject(site):
    site.instance.postgres.administer(
        "ALTER SYSTEM SET default_transaction_read_only = on"
    )
    site.instance.postgres.administer("SELECT pg_reload_conf()")


def repair(site, kept):
    site.instance.postgres.administer(
        "ALTER SYSTEM RESET default_transaction_read_only"
    )
    site.instance.postgres.administer("SELECT pg_reload_conf()")


FAULT = Fault(
    title="a read-only PostgreSQL",
    rule="database-read-only",
    subject=lambda site: "demo",
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=200,
    alone=True,
)
