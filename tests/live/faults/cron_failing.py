"""A scheduled action failed three times in a row."""

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


def inject(site):
    site.sql(BREAK, [record(site, "cron_remind")])


def repair(site, _kept):
    site.sql(HEAL, [record(site, "cron_remind")])


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
