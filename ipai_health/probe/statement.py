"""What one look asks of a database: a single statement, made for the tables it has.

A statement that names a table which is not there fails as a whole, and a probe looks
at databases without the addon, without Odoo, and half made ones. So each look also
asks which of the tables exist, and the next one is made for those.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from ..core.live import (
    CONNECTIONS_FOR_ALL,
    CONNECTIONS_IN_USE,
    TAKES_NO_CHANGES,
    WITHOUT_CODE,
)

TABLES = (
    "ir_module_module",
    "ir_cron",
    "ir_config_parameter",
    "ir_model_data",
    "ipai_health_check",
    "ipai_health_finding",
    "ipai_health_rule",
)
"""In the order of :class:`Shape`."""

OWN_TABLES = {table for table in TABLES if table.startswith("ipai_health_")}

LIVE_RULES = (
    "database-unreachable",
    "database-uninitialised",
    "database-series-mismatch",
    "database-pool-exhausted",
    "database-read-only",
    "registry-not-loadable",
    "database-slow",
    "database-table-locked",
    "database-connections-high",
    "module-pending",
    "self-check-stale",
    "cron-stalled",
)
"""Rules that are looked at now; what is stored about them only says who muted them."""

MAINTENANCE_FROM = "ipai_health.maintenance_from"
MAINTENANCE_UNTIL = "ipai_health.maintenance_until"
"""System parameters in UTC, ``YYYY-MM-DD HH:MM:SS``."""

MESSAGES = 5
"""How many messages of a check the details show."""

PENDING = 50
"""How many waiting modules are told."""

UNDEFINED = ("42P01", "42703")
"""PostgreSQL's codes for a table or a column that is not there."""


class Shape(NamedTuple):
    """Which of ``TABLES`` a database has."""

    modules: bool
    cron: bool
    parameters: bool
    names: bool
    checks: bool
    findings: bool
    rules: bool

    def without(self, left_out: Shape) -> Shape:
        """Return the shape as if the tables of ``left_out`` were not there."""
        pairs = zip(self, left_out, strict=True)
        return Shape(*(there and not out for there, out in pairs))

    @property
    def installed(self) -> bool:
        """Tell whether the addon is installed in that database."""
        return self.checks and self.findings


class Row(NamedTuple):
    """What one look brings back. Times are seconds since 1970."""

    shape: list[bool]
    now: float
    read_only: bool
    used: int
    limit: int
    version: str | None
    pending: list[list[Any]] | None
    cron_oldest: float | None
    cron_newest: float | None
    maintenance: dict[str, str] | None
    intervals: dict[str, list[Any]] | None
    checks: list[list[Any]] | None
    findings: list[list[Any]] | None
    muted: list[list[str]] | None
    chosen: dict[str, list[Any]] | None
    """Severity and threshold that an administrator chose, by rule."""
    seconds: float
    """From the question to the answer, over a connection that was open."""

    def with_choices_of(self, last: Row, shape: Shape) -> Row:
        """Return this row, read of ``shape``, with what administrators had chosen in
        other tables when ``last`` was read: what cannot be read for a moment has not
        changed.
        """
        return self._replace(
            maintenance=(self if shape.parameters else last).maintenance,
            muted=(self if shape.installed else last).muted,
            chosen=(self if shape.rules else last).chosen,
        )


SHAPE = "json_build_array({})".format(
    ", ".join(f"to_regclass('{table}') IS NOT NULL" for table in TABLES)
)

SERVER = f"""
    extract(epoch FROM now())::float8,
    {TAKES_NO_CHANGES},
    {CONNECTIONS_IN_USE},
    {CONNECTIONS_FOR_ALL}
"""

VERSION = "(SELECT latest_version FROM ir_module_module WHERE name = 'base')"

# to_jsonb, because only base_import_module adds the column "imported"
PENDING_MODULES = f"""
    (SELECT json_agg(json_build_array(name, state, extract(epoch FROM write_date)))
     FROM (SELECT name, state, write_date FROM ir_module_module AS module
           WHERE state IN ('to install', 'to upgrade', 'to remove')
             AND name <> '{WITHOUT_CODE}'
             AND (to_jsonb(module) ->> 'imported') IS DISTINCT FROM 'true'
           ORDER BY write_date NULLS FIRST, name LIMIT {PENDING}) AS waiting)
"""

CRON_OLDEST = """
    (SELECT extract(epoch FROM min(greatest(nextcall, write_date)))::float8
     FROM ir_cron WHERE active)
"""
CRON_NEWEST = "(SELECT extract(epoch FROM max(lastcall))::float8 FROM ir_cron)"

MAINTENANCE = f"""
    (SELECT json_object_agg(key, value) FROM ir_config_parameter
     WHERE key IN ('{MAINTENANCE_FROM}', '{MAINTENANCE_UNTIL}'))
"""

INTERVALS = """
    (SELECT json_object_agg(substr(named.name, 9),
                            json_build_array(interval_number, interval_type))
     FROM ir_model_data AS named JOIN ir_cron ON ir_cron.id = named.res_id
     WHERE named.module = 'ipai_health' AND named.name IN
        ('ir_cron_quick', 'ir_cron_standard', 'ir_cron_full'))
"""

CHECKS = """
    (SELECT json_agg(json_build_array(
        name, enabled, outcome, extract(epoch FROM last_look)::float8,
        duration, scope, reason, depth) ORDER BY sequence, name)
     FROM ipai_health_check)
"""

FINDINGS = f"""
    (SELECT json_agg(json_build_array(name, severity, number, messages))
     FROM (SELECT item.name, severity, count(*) AS number,
                  (array_agg(rule || ': ' || message
                             ORDER BY finding.id))[1:{MESSAGES}] AS messages
           FROM ipai_health_finding AS finding
           JOIN ipai_health_check AS item ON item.id = finding.check_id
           WHERE state = 'open' AND item.enabled
             AND NOT rule = ANY(%(live)s)
             AND (node = '' OR node = %(node)s)
           GROUP BY item.name, severity) AS counted)
"""

# the end by its date: a module that waits stops the run that would unmute; to_jsonb,
# because new code meets a database that was not upgraded yet
MUTED = """
    (SELECT json_agg(json_build_array(rule, subject))
     FROM ipai_health_finding AS finding
     WHERE state = 'muted' AND rule = ANY(%(live)s)
       AND coalesce((to_jsonb(finding) ->> 'mute_until')::date
                    >= (now() AT TIME ZONE 'UTC')::date, true))
"""

# to_jsonb as above
CHOSEN = """
    (SELECT json_object_agg(code, json_build_array(
        severity, to_jsonb(rule) -> 'own_threshold'))
     FROM ipai_health_rule AS rule WHERE code = ANY(%(live)s))
"""


@lru_cache(maxsize=32)
def look_statement(shape: Shape) -> str:
    """Return the statement for a database of that shape; its row is a ``Row``."""
    parts = (
        (True, SHAPE),
        (True, SERVER),
        (shape.modules, VERSION),
        (shape.modules, PENDING_MODULES),
        (shape.cron, CRON_OLDEST),
        (shape.cron, CRON_NEWEST),
        (shape.parameters, MAINTENANCE),
        (shape.cron and shape.names, INTERVALS),
        (shape.installed, CHECKS),
        (shape.installed, FINDINGS),
        (shape.installed, MUTED),
        (shape.rules, CHOSEN),
    )
    return "SELECT " + ", ".join(text if there else "NULL" for there, text in parts)


SHAPE_STATEMENT = f"SELECT {SHAPE}"

OWN = Shape(*(table in OWN_TABLES for table in TABLES))
"""The addon's tables and no other."""

LOCKED_STATEMENT = (
    "SELECT json_build_array({})".format(
        ", ".join(f"to_regclass('{table}')::oid = ANY(locked)" for table in TABLES)
    )
    + """
    FROM (SELECT array_agg(coalesce(indrelid, relation)) AS locked
          FROM pg_locks
          JOIN pg_database ON pg_database.oid = pg_locks.database
          LEFT JOIN pg_index ON indexrelid = relation
          WHERE mode = 'AccessExclusiveLock' AND datname = current_database()) AS held
"""
)
"""Which tables nobody can read: somebody holds them or, as ``REINDEX`` does, one of
their indexes, or waits in front of everybody to hold them, as an ``ALTER TABLE`` behind
a backup does.
"""

SERVER_STATEMENT = f"""
    SELECT {SERVER},
        (SELECT json_agg(datname ORDER BY datname) FROM pg_database
         WHERE datdba = (SELECT usesysid FROM pg_user WHERE usename = current_user)
           AND NOT datistemplate AND datallowconn
           AND NOT datname = ANY(%(templates)s))
"""
"""As Odoo lists databases, and in the same breath how the server is."""
