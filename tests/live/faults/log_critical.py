"""The log has a critical line."""

from sandbox.faults.fault import Fault

from ._node import logging_line

LINE = (
    "2026-11-23 10:00:00,000 77 CRITICAL demo odoo.sandbox: "
    "Failed to initialize database"
)

FAULT = Fault(
    title="a critical line in the log",
    rule="log-critical",
    command=("--check", "log"),
    stored=False,
    health=200,
    ready=200,
    **logging_line(LINE),
)
