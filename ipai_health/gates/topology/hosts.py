"""Under which name an Odoo looks for PostgreSQL, and who told it so."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.odoo_conf.settings import FILE
from ..composition.roles import image_name
from ..composition.service import Service
from ..composition.variables import is_unknown
from .dockerfiles import base_of
from .entry_point import VARIABLES, given, has_own
from .stack import Stack

_OTHER = (
    *("PGHOST", "DB_HOST", "POSTGRES_HOST", "ODOO_DB_HOST", "ODOO_DATABASE_HOST"),
    *("POSTGRESQL_HOST", "DATABASE_HOST", "PG_HOST", "DBHOST", "ODOO_DB_SERVER"),
)
"""Read by the entry points of other images."""
_DEFAULTS = {"odoo": "db", "bitnami/odoo": "postgresql", "tecnativa/doodba": "db"}
"""What an image uses when nobody says anything."""


@dataclass(frozen=True)
class Host:
    """A host name and where it comes from, in words, and the keys that say so."""

    name: str
    origin: str
    path: tuple[str, ...] = ()


def host_of(odoo: Service, stack: Stack) -> Host | None:
    """Return the name ``odoo`` connects to; None when the files do not tell it."""
    official = bool(given(odoo)) and not _stands_in_file(odoo, stack)
    told = None if official else _from_settings(odoo, stack)
    if told:
        return told
    variables = odoo.variables
    for name in (*VARIABLES["db_host"], *(() if official else _OTHER)):
        value = variables.get(name)
        if value is None or not str(value):
            continue
        if is_unknown(value):
            return None
        return Host(str(value), name, ("environment", name))
    if odoo.has_hidden_variables or not odoo.complete or _overridden(odoo):
        return None
    default = _DEFAULTS.get(_base_image(odoo))
    return Host(default, "the image's default") if default else None


def _stands_in_file(odoo: Service, stack: Stack) -> bool:
    settings = stack.settings(odoo)
    return settings is not None and "db_host" in settings.text.entries


def _base_image(odoo: Service) -> str:
    """Return the image whose entry point it has, as far as that can be told."""
    if not odoo.build:
        return image_name(odoo)
    return "" if has_own(odoo) else base_of(odoo)


def _from_settings(odoo: Service, stack: Stack) -> Host | None:
    settings = stack.settings(odoo)
    if settings is None:
        return _from_words(odoo)
    setting = settings["db_host"]
    if not setting.known or not setting.value:
        return None
    if setting.source == FILE:
        return Host(setting.value, f"db_host in {settings.label}")
    return Host(setting.value, f"{setting.source} of {odoo.name}")


def _from_words(odoo: Service) -> Host | None:
    words = list(map(str, odoo.words))
    for index, word in enumerate(words):
        flag, equals, text = word.partition("=")
        if flag in ("--db_host", "--db-host"):
            following = words[index + 1] if index + 1 < len(words) else ""
            name = text if equals else following
            if name and not is_unknown(name) and not name.startswith("$"):
                return Host(name, "the command", ("command",))
    return None


def _overridden(odoo: Service) -> bool:
    """Tell whether its own entry point may choose the host in a way of its own."""
    return bool(odoo.listed("entrypoint"))
