"""The log tells of a lost connection to PostgreSQL."""

from sandbox.faults.fault import Fault

from ._node import logged

LINE = (
    "2026-11-23 10:00:00,000 77 ERROR demo odoo.sandbox: "
    "psycopg2.OperationalError: server closed the connection"
)

FAULT = Fault(
    title="a lost connection in the log",
    rule="log-database-error",
    **logged(LINE),
)
