"""Somebody holds every scheduled action, as Odoo does while it runs, so that none is
ever begun.
"""

from sandbox.faults.fault import Fault

LATE = """
    UPDATE ir_cron SET nextcall = (now() AT TIME ZONE 'UTC') - interval '1 hour',
        write_date = (now() AT TIME ZONE 'UTC') - interval '1 hour',
        lastcall = (now() AT TIME ZONE 'UTC') - interval '1 hour'
    WHERE active
"""
KEPT = "SELECT id, nextcall::text, lastcall::text FROM ir_cron"


def inject(site):
    kept = site.sql(KEPT)
    owner = site.instance.postgres.connect(site.database)
    owner.autocommit = False
    with owner.cursor() as cursor:
        cursor.execute("SELECT id FROM ir_cron FOR NO KEY UPDATE")
        cursor.execute(LATE)
    # what is held is seen late by others only once it was stored as late
    owner.commit()
    with owner.cursor() as cursor:
        cursor.execute("SELECT id FROM ir_cron FOR NO KEY UPDATE")
    return owner, kept


def repair(site, kept):
    owner, rows = kept
    owner.close()
    for row in rows:
        site.sql(
            "UPDATE ir_cron SET nextcall = %s, lastcall = %s, "
            "write_date = now() AT TIME ZONE 'UTC' WHERE id = %s",
            [*row[1:], row[0]],
        )


FAULT = Fault(
    title="scheduled actions that stand still",
    rule="cron-stalled",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
    patience=180.0,
)
