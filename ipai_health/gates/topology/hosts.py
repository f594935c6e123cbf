"""Under which name an Odoo looks for PostgreSQL, and who told it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.odoo_conf.settings import FILE, Settings
from ..composition.roles import image_name
from ..composition.service import Service
from ..composition.variables import is_unknown
from .dockerfiles import base_of
from .entry_point import ENTRY_POINT, VARIABLES, Given, given, has_own
from .stack import Stack

_OTHER = (
    *("PGHOST", "DB_HOST", "POSTGRES_HOST", "ODOO_DB_HOST", "ODOO_DATABASE_HOST"),
    *("POSTGRESQL_HOST", "DATABASE_HOST", "PG_HOST", "DBHOST", "ODOO_DB_SERVER"),
)
"""Read by the entry points of other images."""
_DEFAULTS = {"bitnami/odoo": "postgresql", "tecnativa/doodba": "db"}
"""What other images use when nobody says anything."""
DEFAULT_OF_IMAGE = "the image's default"


@dataclass(frozen=True)
class Host:
    """A host name and where it comes from, in words, and the keys that say so."""

    name: str
    origin: str
    path: tuple[str, ...] = ()


def host_of(odoo: Service, stack: Stack) -> Host | None:
    """Return the name ``odoo`` connects to; None when the files do not tell it."""
    passed = given(odoo)
    settings = stack.settings(odoo)
    if passed:
        settings = settings or stack.without_conf(odoo)
        return _from_settings(settings, odoo, passed) if settings else None
    told = _from_settings(settings, odoo) if settings else _from_words(odoo)
    found = told or _from_variables(odoo) or _default(odoo)
    return None if found and is_unknown(found.name) else found


def _from_variables(odoo: Service) -> Host | None:
    variables = odoo.variables
    for name in (*VARIABLES["db_host"], *_OTHER):
        value = variables.get(name)
        if value is not None and str(value):
            return Host(str(value), name, ("environment", name))
    return None


def _default(odoo: Service) -> Host | None:
    if odoo.has_hidden_variables or not odoo.complete or odoo.listed("entrypoint"):
        return None
    default = _DEFAULTS.get(_base_image(odoo))
    return Host(default, DEFAULT_OF_IMAGE) if default else None


def _base_image(odoo: Service) -> str:
    """Return the image whose entry point it has, as far as that can be told."""
    if not odoo.build:
        return image_name(odoo)
    return "" if has_own(odoo) else base_of(odoo)


def _from_settings(
    settings: Settings, odoo: Service, passed: Mapping[str, Given] | None = None
) -> Host | None:
    setting = settings["db_host"]
    if not setting.known or not setting.value:
        return None
    if setting.source == FILE:
        return Host(setting.value, f"db_host in {settings.label}")
    if passed and setting.source == ENTRY_POINT:
        variable = passed["db_host"].variable
        path = ("environment", variable) if variable else ()
        return Host(setting.value, variable or DEFAULT_OF_IMAGE, path)
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
