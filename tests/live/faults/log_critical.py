"""The log has a critical line."""

from sandbox.faults.fault import Fault

from ._node import logged

LINE = (
    "2026-11-23 10:00:00,000 77 CRITICAL demo odoo.sandbox: "
    "Failed to initialize database"
)

FAULT = Fault(
    title="a critical line in the log",
    rule="log-critical",
    **logged(LINE),
)
