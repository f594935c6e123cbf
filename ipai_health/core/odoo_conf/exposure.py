"""Which of the databases that exist a configuration lets users reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..finding import Finding
from . import dbfilter
from .settings import Settings


def judge(
    settings: Settings, database: str, names: Sequence[str], host: str
) -> Iterator[Finding]:
    """Yield what keeps users from ``database``.

    :param names: all databases of the server
    :param host: the host name that users ask for; without it a pattern that depends
        on it is not judged
    """
    pattern = settings["dbfilter"].value or ""
    if not pattern:
        yield from _pinned(settings, database)
        return
    if not settings["dbfilter"].known or (dbfilter.needs_host(pattern) and not host):
        return
    try:
        exposed = dbfilter.exposed(pattern, names, host)
    except re.error as error:
        message = f"dbfilter {pattern} cannot be used: {error}."
        yield settings.finding("dbfilter-invalid", "dbfilter", message)
        return
    if not exposed:
        message = f"dbfilter {pattern} matches none of {len(names)} databases."
        yield settings.finding("dbfilter-no-match", "dbfilter", message)
    elif database not in exposed:
        message = f"dbfilter {pattern} leaves out {database}."
        yield _not_exposed(settings, database, message, "dbfilter")


def _pinned(settings: Settings, database: str) -> Iterator[Finding]:
    setting = settings["db_name"]
    value = setting.value or []
    pinned = value if isinstance(value, list) else str(value).split(",")
    if setting.known and pinned and database not in pinned:
        message = f"db_name names {', '.join(pinned)}, not {database}."
        yield _not_exposed(settings, database, message, "db_name")


def _not_exposed(
    settings: Settings, database: str, message: str, option: str
) -> Finding:
    return Finding(
        rule="database-not-exposed",
        subject=database,
        message=message,
        file=settings.file,
        line=settings[option].line,
    )
