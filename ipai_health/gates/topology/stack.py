"""A composition with its roles, and the odoo.conf that each Odoo is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from ...core.odoo_conf import layers
from ...core.odoo_conf.settings import Settings
from ..composition.project import Project
from ..composition.roles import CONF_FOLDER, Roles, assign
from ..composition.service import Service, services_of
from ..composition.variables import is_unknown
from ..errors import CannotLook
from ..text_file import read_text

CONF_NAMES = ("odoo.conf", "odoo-server.conf", "openerp-server.conf")

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
        if text is None:
            return None
        return layers.load(
            text,
            label=path.name if path else CONF_NAMES[0],
            file=str(path) if path else None,
            series=self.series,
            environment=known_variables(odoo),
            arguments=[word for word in map(str, odoo.words) if not is_unknown(word)],
        )


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


def mounted_conf(odoo: Service) -> Path | None:
    """Return the odoo.conf on the host that ``odoo`` reads, if it is here."""
    wanted = _conf_inside(odoo)
    found: list[tuple[int, Path]] = []
    for mount in odoo.mounts:
        if mount.get("type") != "bind" or is_unknown(mount.get("source", "")):
            continue
        source, target = Path(str(mount["source"])), str(mount["target"])
        for path in wanted:
            below = _below(path, target)
            candidate = source if below == "." else source / below if below else None
            if candidate and candidate.is_file():
                found.append((len(target), candidate))
    for file, target in _config_files(odoo):
        if target in wanted and file.is_file():
            found.append((len(target), file))
    # the deepest mount is what the container sees
    return max(found)[1] if found else None


def _config_files(odoo: Service) -> Iterator[tuple[Path, str]]:
    """Yield the files that come by ``configs``, each with where it is mounted."""
    configs = odoo.project.resources.get("configs", {})
    for one in odoo.listed("configs"):
        source = configs.get(str(one.get("source")))
        if isinstance(source, dict) and source.get("file"):
            path = odoo.project.folder / str(source["file"])
            yield path, str(one.get("target"))


def inline_conf(odoo: Service) -> str | None:
    """Return the odoo.conf that the composition itself holds, under configs."""
    configs = odoo.project.resources.get("configs", {})
    for one in odoo.listed("configs"):
        source = configs.get(str(one.get("source")))
        content = source.get("content") if isinstance(source, dict) else None
        if content and str(one.get("target")) in _conf_inside(odoo):
            return str(content)
    return None


def _conf_inside(odoo: Service) -> list[str]:
    """Return where in the container the file may be."""
    words = list(map(str, odoo.words))
    for index, word in enumerate(words):
        flag, equals, path = word.partition("=")
        if flag in ("-c", "--config"):
            following = words[index + 1] if index + 1 < len(words) else ""
            return [path if equals else following]
    named = odoo.variable("ODOO_RC")
    if named:
        return [named]
    return [f"{CONF_FOLDER}/{name}" for name in CONF_NAMES]


def _below(path: str, folder: str) -> str:
    """Return ``path`` relative to ``folder``, or nothing when it is elsewhere."""
    try:
        return str(PurePosixPath(path).relative_to(folder))
    except ValueError:
        return ""
