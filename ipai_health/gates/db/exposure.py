"""Whether odoo.conf still lets users reach the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...core.finding import Finding
from ...core.live import WITHOUT_CODE
from ...core.odoo_conf import addons, exposure, layers
from ...core.odoo_conf.options import MEASURED_SERIES
from ...core.odoo_conf.settings import Settings
from ..text_file import read_text
from .connection import Connection

_DATABASES = """
    SELECT datname FROM pg_database
     WHERE NOT datistemplate AND datallowconn AND datname <> 'postgres'
"""
_INSTALLED = "SELECT name FROM ir_module_module WHERE state = 'installed' ORDER BY name"
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
    names = [row[0] for row in connection.rows(_DATABASES)]
    yield from exposure.judge(settings, connection.name, names, host)
    yield from _missing(connection, settings)


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
    without_code = {WITHOUT_CODE, *_imported(connection)}
    for (name,) in connection.rows(_INSTALLED):
        if name not in known and name not in without_code:
            message = f"Module {name} is installed; no addons path holds its code."
            yield Finding("module-missing-on-disk", name, message)


def _imported(connection: Connection) -> set[str]:
    """Return the modules imported as data; they have no code by design."""
    if not connection.rows(_HAS_IMPORTED):
        return set()
    return {row[0] for row in connection.rows(_IMPORTED)}
