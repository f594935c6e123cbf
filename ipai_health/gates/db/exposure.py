"""Whether odoo.conf still lets users reach the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...core.finding import Finding
from ...core.odoo_conf import addons, dbfilter, layers
from ...core.odoo_conf.options import MEASURED_SERIES
from ...core.odoo_conf.settings import Settings
from ..text_file import read_text
from .connection import Connection

_DATABASES = """
    SELECT datname FROM pg_database
     WHERE NOT datistemplate AND datallowconn AND datname <> 'postgres'
"""
_INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed' ORDER BY name"
_WITHOUT_CODE = ("studio_customization",)
_IMPORTED = """
    SELECT name FROM ir_module_module WHERE state = 'installed' AND imported
"""
_HAS_IMPORTED = """
    SELECT 1 FROM information_schema.columns
     WHERE table_name = 'ir_module_module' AND column_name = 'imported'
"""


def read(path: Path) -> Settings:
    """Return the settings of ``path``. Raises ``CannotLook``."""
    return layers.load(
        read_text(path),
        label=path.name,
        file=str(path),
        series=MEASURED_SERIES,
        environment={},
        arguments=[],
    )


def look(connection: Connection, settings: Settings, host: str) -> Iterator[Finding]:
    """Yield what keeps users, or Odoo, from what the database holds."""
    yield from _filtered(connection, settings, host)
    yield from _missing(connection, settings)


def _filtered(
    connection: Connection, settings: Settings, host: str
) -> Iterator[Finding]:
    pattern = settings["dbfilter"].value or ""
    names = [row[0] for row in connection.rows(_DATABASES)]
    if not pattern:
        yield from _pinned(connection, settings)
        return
    if not settings["dbfilter"].known or (dbfilter.needs_host(pattern) and not host):
        return
    try:
        exposed = dbfilter.exposed(pattern, names, host)
    except re.error as error:
        message = f"dbfilter {pattern} does not compile: {error}."
        yield settings.finding("dbfilter-invalid", "dbfilter", message)
        return
    if not exposed:
        message = f"dbfilter {pattern} matches none of {len(names)} databases."
        yield settings.finding("dbfilter-no-match", "dbfilter", message)
    elif connection.name not in exposed:
        message = f"dbfilter {pattern} leaves out {connection.name}."
        yield Finding(
            rule="database-not-exposed",
            subject=connection.name,
            message=message,
            file=settings.file,
            line=settings["dbfilter"].line,
        )


def _pinned(connection: Connection, settings: Settings) -> Iterator[Finding]:
    setting = settings["db_name"]
    value = setting.value or []
    pinned = value if isinstance(value, list) else str(value).split(",")
    if setting.known and pinned and connection.name not in pinned:
        message = f"db_name names {', '.join(pinned)}, not {connection.name}."
        yield Finding(
            rule="database-not-exposed",
            subject=connection.name,
            message=message,
            file=settings.file,
            line=setting.line,
        )


def _missing(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Judge installed modules only where this machine holds the whole addons path."""
    entries = settings["addons_path"].value or ()
    try:
        found = [addons.modules_in(Path(entry)) for entry in entries]
    except OSError:
        return
    known = {name for modules in found for name in modules or ()}
    if None in found or not {"base", "web"} <= known:
        return
    without_code = {*_WITHOUT_CODE, *_imported(connection)}
    for (name,) in connection.rows(_INSTALLED):
        if name not in known and name not in without_code:
            message = f"Module {name} is installed; no addons path holds its code."
            yield Finding("module-missing-on-disk", name, message)


def _imported(connection: Connection) -> set[str]:
    """Return the modules imported as data; they have no code by design."""
    if not connection.rows(_HAS_IMPORTED):
        return set()
    return {row[0] for row in connection.rows(_IMPORTED)}
