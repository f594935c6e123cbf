"""A scheduled action fails, and did so three times in a row."""

from sandbox.faults.fault import Fault

from ._book import record, subject_of

BREAK = """
    UPDATE ir_cron SET failure_count = 3, first_failure_date = now() AT TIME ZONE 'UTC'
    WHERE id = %s
"""
HEAL = """
    UPDATE ir_cron SET failure_count = 0, first_failure_date = NULL
    WHERE id = %s
"""
CODE = """
    UPDATE ir_act_server SET code = %s
    WHERE id = (SELECT ir_actions_server_id FROM ir_cron WHERE id = %s)
"""


def inject(site):
    id_ = record(site, "cron_remind")
    site.sql(CODE, ["model._cron_forgotten()", id_])
    site.sql(BREAK, [id_])


def repair(site, _kept):
    id_ = record(site, "cron_remind")
    site.sql(CODE, ["model._cron_remind()", id_])
    site.sql(HEAL, [id_])


FAULT = Fault(
    title="a failing scheduled action",
    rule="cron-failing",
    subject=subject_of("ir.cron", "cron_remind"),
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
