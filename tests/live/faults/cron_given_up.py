"""Odoo switched a scheduled action off because it kept failing."""

import json

from sandbox.faults.fault import Fault

from ._book import record, subject_of

ACTIVE = "UPDATE ir_cron SET active = %s WHERE id = %s"
NOTED = "ipai_health.switched_off"


def inject(site):
    """Leave what the addon notes while Odoo gives an action up."""
    id_ = record(site, "cron_remind")
    site.sql(ACTIVE, [False, id_])
    _note(site, json.dumps({id_: "2026-01-02 03:04:05"}))


def repair(site, _kept):
    site.sql(ACTIVE, [True, record(site, "cron_remind")])
    _note(site, False)


def _note(site, value):
    site.call("ir.config_parameter", "set_param", NOTED, value)


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
