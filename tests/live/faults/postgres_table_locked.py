"""Somebody holds Odoo's own table for himself."""

from sandbox.faults.fault import Fault

from ._postgres import locking

FAULT = Fault(
    title="a locked table of Odoo",
    rule="database-unreachable",
    health=503,
    ready=503,
    hides=True,
    **locking("ir_module_module"),
)
