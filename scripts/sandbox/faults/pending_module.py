"""A module waits to be upgraded since an hour."""

from .fault import Fault


def inject(site):
    site.sql(
        "UPDATE ir_module_module SET state = 'to upgrade', "
        "write_date = (now() AT TIME ZONE 'UTC') - interval '1 hour' "
        "WHERE name = 'web'"
    )


def repair(site, _kept):
    """Heal it as an upgrade does, which changes the date too."""
    site.sql(
        "UPDATE ir_module_module SET state = 'installed', "
        "write_date = now() AT TIME ZONE 'UTC' WHERE name = 'web'"
    )


FAULT = Fault(
    title="a module left `to upgrade` for an hour",
    rule="module-pending",
    inject=inject,
    repair=repair,
    page=lambda site: "/web/login",
    stored=False,
    health=503,
    ready=200,
)
