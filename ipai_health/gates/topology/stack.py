"""A composition with its roles, and the odoo.conf that each Odoo is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ...core.odoo_conf import layers
from ...core.odoo_conf.settings import Settings
from ..composition.project import Project
from ..composition.roles import Roles, assign
from ..composition.service import Service, services_of
from ..composition.variables import is_unknown
from ..errors import CannotLook
from ..text_file import read_text
from . import entry_point
from .conf import CONF_NAMES, inline_conf, may_have_own_conf, mounted_conf

_WITHOUT_PAGES = ("--no-http", "--no-xmlrpc")


@dataclass
class Stack:
    """What the judges look at. ``conf`` is the file named on the command line."""

    project: Project
    roles: Roles
    conf: Path | None = None
    series: str = "19.0"
    _settings: dict[str, Settings | None] = field(default_factory=dict)

    @cached_property
    def services(self) -> list[Service]:
        """Return all services."""
        return list(services_of(self.project))

    def called(self, name: str) -> list[Service]:
        """Return the services that answer to ``name`` on any network."""
        return self._by_name.get(name, [])

    @cached_property
    def _by_name(self) -> dict[str, list[Service]]:
        found: dict[str, list[Service]] = {}
        for service in self.services:
            for name in service.names:
                found.setdefault(name, []).append(service)
        return found

    def settings(self, odoo: Service) -> Settings | None:
        """Return what ``odoo`` would run with; None when its file is not here."""
        if odoo.name not in self._settings:
            self._settings[odoo.name] = self._load(odoo)
        return self._settings[odoo.name]

    def without_conf(self, odoo: Service) -> Settings | None:
        """Return what ``odoo`` would run with where its image's own file says nothing;
        None when another may be in its place.
        """
        return None if may_have_own_conf(odoo) else self._loaded(odoo, "")

    def serves_pages(self, odoo: Service) -> bool:
        """Tell whether ``odoo`` listens at all: one for cron only need not."""
        settings = self.settings(odoo)
        if settings is not None and settings["http_enable"].value is False:
            return False
        return not any(word in _WITHOUT_PAGES for word in map(str, odoo.words))

    def _load(self, odoo: Service) -> Settings | None:
        path = self.conf or mounted_conf(odoo)
        text = inline_conf(odoo)
        if path is not None:
            try:
                text = read_text(path)
            except CannotLook:
                return None
        return None if text is None else self._loaded(odoo, text, path)

    def _loaded(self, odoo: Service, text: str, path: Path | None = None) -> Settings:
        settings = layers.load(
            text,
            label=path.name if path else CONF_NAMES[0],
            file=str(path) if path else None,
            series=self.series,
            environment=known_variables(odoo),
            arguments=[word for word in map(str, odoo.words) if not is_unknown(word)],
        )
        entry_point.lay_over(settings, text, entry_point.given(odoo))
        return settings


def stack_of(project: Project, conf: Path | None, series: str) -> Stack:
    """Return the stack of ``project``."""
    return Stack(project, assign(project), conf, series)


def known_variables(odoo: Service) -> Mapping[str, str]:
    """Return the environment of ``odoo`` as far as the files tell it."""
    return {
        name: _text(value)
        for name, value in odoo.variables.items()
        if value is not None and not is_unknown(value)
    }


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
