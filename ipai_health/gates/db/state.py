"""The state a database is in: initialised, of this series, writable, settled."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ...core.live import TAKES_NO_CHANGES, WITHOUT_CODE, minutes
from ...core.severity import CRITICAL, WARNING
from ...core.thresholds import PENDING_GRACE
from .connection import NO_TABLE, Connection, Refused

CONTRACT = "SELECT 1 FROM ir_module_module LIMIT 1"
"""The statement that the contract asks for."""

_SERIES = "SELECT latest_version FROM ir_module_module WHERE name = 'base'"
_READ_ONLY = f"SELECT {TAKES_NO_CHANGES}"
# to_jsonb, because only base_import_module adds the column "imported"
_PENDING = f"""
    SELECT name, state,
           write_date IS NULL
           OR write_date < (now() AT TIME ZONE 'UTC') - make_interval(secs => %s)
      FROM ir_module_module AS module
     WHERE state IN ('to install', 'to upgrade', 'to remove')
       AND name <> '{WITHOUT_CODE}'
       AND (to_jsonb(module) ->> 'imported') IS DISTINCT FROM 'true'
     ORDER BY name
"""


def look(connection: Connection, series: str) -> Iterator[Finding]:
    """Yield what is wrong with the database. Raise ``Unreachable``."""
    name = connection.name
    try:
        initialised = connection.rows(CONTRACT)
    except Refused as refusal:
        if refusal.code != NO_TABLE:
            message = f"Database {name}: {refusal}."
            yield Finding("database-unreachable", name, message)
            return
        initialised = []
    if not initialised:
        message = f"Database {name} holds no module: Odoo never initialised it."
        yield Finding("database-uninitialised", name, message)
        return
    yield from _series(connection, series)
    yield from _read_only(connection)
    yield from _pending(connection)


def _series(connection: Connection, series: str) -> Iterator[Finding]:
    rows = connection.rows(_SERIES)
    version = rows[0][0] if rows else None
    if version and not str(version).startswith(f"{series}."):
        found = ".".join(str(version).split(".")[:2])
        message = f"Database {connection.name} is of Odoo {found}, not {series}."
        yield Finding("database-series-mismatch", connection.name, message)


def _read_only(connection: Connection) -> Iterator[Finding]:
    ((standby,),) = connection.rows(_READ_ONLY)
    if standby:
        message = f"Database {connection.name} is read-only: its server is a standby."
        yield Finding("database-read-only", connection.name, message)


def _pending(connection: Connection) -> Iterator[Finding]:
    for name, state, overdue in connection.rows(_PENDING, [PENDING_GRACE]):
        since = f"for more than {minutes(PENDING_GRACE)}" if overdue else "just now"
        yield Finding(
            rule="module-pending",
            subject=name,
            message=f"Module {name} is in state '{state}' {since}.",
            severity=CRITICAL if overdue else WARNING,
        )
