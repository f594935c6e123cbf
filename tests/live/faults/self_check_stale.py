"""No self-check has looked for days."""

from sandbox.faults.fault import Fault


def inject(site):
    kept = site.sql("SELECT id, last_look::text FROM ipai_health_check")
    site.sql("UPDATE ipai_health_check SET last_look = last_look - interval '30 days'")
    return kept


def repair(site, kept):
    for id_, moment in kept:
        site.sql(
            "UPDATE ipai_health_check SET last_look = %s WHERE id = %s", [moment, id_]
        )


FAULT = Fault(
    title="a self-check that stands still",
    rule="self-check-stale",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
