"""Odoo switched a scheduled action off because it kept failing."""

from sandbox.faults.fault import Fault

from ._book import record, subject_of

BREAK = """
    UPDATE ir_cron SET active = false, health_switched_off = now() AT TIME ZONE 'UTC'
    WHERE id = %s
"""
HEAL = """
    UPDATE ir_cron SET active = true, health_switched_off = NULL
    WHERE id = %s
"""


def inject(site):
    site.sql(BREAK, [record(site, "cron_remind")])


def repair(site, _kept):
    site.sql(HEAL, [record(site, "cron_remind")])


FAULT = Fault(
    title="a scheduled action that Odoo gave up",
    rule="cron-disabled-by-failure",
    subject=subject_of("ir.cron", "cron_remind"),
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
