"""Somebody holds the table of scheduled actions for himself: no page waits for it."""

from sandbox.faults.fault import Fault

from ._postgres import locking

FAULT = Fault(
    title="a locked table that no page waits for",
    rule="database-table-locked",
    health=200,
    ready=200,
    alone=True,
    **locking("ir_cron"),
)
