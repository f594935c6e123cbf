"""Which databases a visitor can reach: db_name, list_db and dbfilter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...finding import Finding
from .. import dbfilter
from ..expected import Expected
from ..settings import Settings


def judge_db_name(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when db_name pins a database that was not asked for."""
    setting = settings["db_name"]
    pinned = _names(setting.value)
    if not setting.known or not pinned:
        return
    allowed = [] if expected.db_name == "False" else _names(expected.db_name)
    if sorted(pinned) != sorted(allowed):
        yield settings.finding(
            "db-name-pinned", "db_name", f"db_name pins {', '.join(pinned)}."
        )


def judge_list_db(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when the list of databases is open."""
    setting = settings["list_db"]
    if setting.known and setting.value and not expected.list_db:
        how = "is True" if setting.is_set else "is not set, and Odoo's default is True"
        yield settings.finding("list-db-open", "list_db", f"list_db {how}.")


def judge_dbfilter(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield what is wrong with dbfilter: the worst thing only."""
    setting = settings["dbfilter"]
    if not setting.known:
        return
    pattern = setting.value or ""
    rule, message = _judged(pattern, expected)
    if rule:
        yield settings.finding(rule, "dbfilter", message)


def _judged(pattern: str, expected: Expected) -> tuple[str, str]:
    if not pattern:
        return "dbfilter-missing", "dbfilter is not set: every database is reachable."
    if expected.dbfilter is not None and pattern != expected.dbfilter:
        wanted = expected.dbfilter
        return "dbfilter-missing", f"dbfilter is {pattern}, and {wanted} is expected."
    if dbfilter.is_quoted(pattern):
        message = f"dbfilter is {pattern}: the quotes are part of the pattern."
        return "dbfilter-invalid", message
    try:
        everything = dbfilter.matches_everything(pattern)
    except re.error as error:
        return "dbfilter-invalid", f"dbfilter {pattern} does not compile: {error}."
    if everything:
        return "dbfilter-unanchored", f"dbfilter {pattern} lets every database through."
    if not dbfilter.is_anchored(pattern):
        message = f"dbfilter {pattern} has no $: longer names get through as well."
        return "dbfilter-unanchored", message
    return "", ""


def _names(value: object) -> list[str]:
    names = value if isinstance(value, list) else str(value or "").split(",")
    return [name.strip() for name in names if name.strip()]
