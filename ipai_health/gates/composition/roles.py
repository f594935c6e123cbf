"""Which service is Odoo, which PostgreSQL, which a proxy: by all that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import programs
from .project import Project
from .service import Service, services_of

_CLIENT = re.compile(
    r"\b(?:psql|pg_dump\w*|pg_restore|pg_basebackup|createdb|pg_isready|crond?)\b"
)
"""What else people run in the image of PostgreSQL."""
_SERVER = re.compile(r"docker-entrypoint|(?:^|\s|/)postgres(?:\s|$)")
_STARTS_ODOO = re.compile(
    r"(?:^|\s)\S*(?:odoo-bin|openerp-server)(?=[\s;]|$)"
    r"|(?:^|&&\s*|;\s*|\bexec\s+|\s--\s+)(?:[^\s;&|]*/)?odoo(?=\s+-|\s+server\b|;|$)"
)
"""A command that runs the server, also behind a script that waits for something."""
_ODOO_PORTS = {"8069", "8072"}
CONF_FOLDER = "/etc/odoo"
_ODOO_TARGETS = ("/mnt/extra-addons", CONF_FOLDER, "/var/lib/odoo", "/opt/odoo")
_POSTGRES_TARGET = "/var/lib/postgresql"
_ONE_SHOT = ("--stop-after-init", "scaffold", "shell", "click-odoo", "--test-enable")


@dataclass
class Roles:
    """The services of a project by what they are."""

    odoo: list[Service] = field(default_factory=list)
    postgres: list[Service] = field(default_factory=list)
    poolers: list[Service] = field(default_factory=list)
    proxies: list[Service] = field(default_factory=list)


def assign(project: Project) -> Roles:
    """Return the roles of the services of ``project``."""
    roles = Roles()
    rest = []
    for service in services_of(project):
        name = image_name(service)
        if is_postgres(service):
            roles.postgres.append(service)
        elif programs.is_pooler(name):
            roles.poolers.append(service)
        elif programs.is_proxy(name) or _builds_proxy(service):
            roles.proxies.append(service)
        elif is_odoo(service):
            roles.odoo.append(service)
        else:
            rest.append(service)
    if not roles.odoo:
        roles.odoo += _configured(rest) or _likely(rest, roles.postgres)
    return roles


def is_postgres(service: Service) -> bool:
    """Tell whether ``service`` is a PostgreSQL server."""
    name = image_name(service)
    words = " ".join(map(str, service.words))
    if _CLIENT.search(words) and not _SERVER.search(words):
        return False
    if name and not service.build:
        return programs.is_postgres(name)
    if programs.is_postgres(name):
        return not programs.speaks_of_odoo(name)
    keeps_data = any(
        str(mount["target"]).startswith(_POSTGRES_TARGET) for mount in service.mounts
    )
    creates = "POSTGRES_PASSWORD" in service.environment and not any(
        name in service.environment for name in ("HOST", "PGHOST", "DB_HOST")
    )
    return keeps_data or (creates and programs.speaks_of_postgres(_build_name(service)))


def is_no_database(service: Service) -> bool:
    """Tell whether ``service`` runs an image that is plainly another program."""
    return not service.build and programs.is_no_database(image_name(service))


def is_odoo(service: Service) -> bool:
    """Tell whether ``service`` is an Odoo server."""
    name = image_name(service)
    if name and not service.build:
        if programs.is_other(name):
            return False
        if not programs.speaks_of_odoo(name):
            return _starts_odoo(service) or _is_called_odoo(service)
        return programs.is_odoo(name) or _behaves_like_odoo(service)
    if programs.is_other(_own(service)):
        return False
    if programs.speaks_of_odoo(name) or programs.speaks_of_odoo(service.name):
        return True
    return _behaves_like_odoo(service) or programs.speaks_of_odoo(_build_name(service))


def _behaves_like_odoo(service: Service) -> bool:
    """Tell whether ports, mounts or command are those of an Odoo."""
    targets = [str(mount["target"]) for mount in service.mounts]
    return (
        _has_odoo_port(service)
        or any(target.startswith(_ODOO_TARGETS) for target in targets)
        or any(programs.speaks_of_odoo(word) for word in map(str, service.words))
    )


def _starts_odoo(service: Service) -> bool:
    """Tell whether its command, or a line of shell in it, starts Odoo."""
    parts = [list(map(str, service.listed(key))) for key in ("entrypoint", "command")]
    shell = [word for part in parts for word in part if " " in word]
    return any(map(_STARTS_ODOO.search, [*map(" ".join, parts), *shell]))


def _is_called_odoo(service: Service) -> bool:
    called = programs.speaks_of_odoo(service.name)
    return called and not programs.is_other(service.name) and _has_odoo_port(service)


def _has_odoo_port(service: Service) -> bool:
    return any(str(port.get("target")) in _ODOO_PORTS for port in service.ports)


def _configured(rest: Iterable[Service]) -> list[Service]:
    """Return those that are given an odoo.conf and no program of their own.

    It is no proof where Odoo is there: what watches it may read its file too.
    """
    return [
        service
        for service in rest
        if not programs.is_other(f"{service.name} {image_name(service)}")
        and not any(str(word)[:1] != "-" for word in service.listed("command")[:1])
        and any(_below_conf(str(mount["target"])) for mount in service.mounts)
    ]


def _below_conf(target: str) -> bool:
    return f"{target}/".startswith(f"{CONF_FOLDER}/")


def _likely(rest: Iterable[Service], postgres: list[Service]) -> list[Service]:
    """Return the built service that needs the database where none is plainly Odoo."""
    databases = {service.name for service in postgres}
    candidates = [
        service
        for service in rest
        if service.build
        and service.dependencies & databases
        and not programs.is_other(service.name)
    ]
    return candidates if len(candidates) == 1 else []


def serves(service: Service) -> bool:
    """Tell whether ``service`` runs on, rather than doing one thing and ending."""
    words = " ".join(map(str, service.words))
    ends = str(service.values.get("restart")) in ("no", "False", "on-failure")
    return not any(sign in words for sign in _ONE_SHOT) and not (
        ends and bool(service.values.get("profiles"))
    )


def image_name(service: Service) -> str:
    """Return the image without registry, tag and digest."""
    return programs.name_of(service.image)


def is_official_odoo(service: Service) -> bool:
    """Tell whether it runs Docker's own image of Odoo, unchanged."""
    return image_name(service) in ("odoo", "library/odoo") and not service.build


def _builds_proxy(service: Service) -> bool:
    return bool(service.build) and programs.is_proxy(_own(service))


def _own(service: Service) -> str:
    """Return what the project itself calls a service that it builds."""
    return f"{service.name} {_build_name(service)}"


def _build_name(service: Service) -> str:
    build = service.build
    context = Path(str(build.get("context") or "")).name
    return f"{context} {build.get('dockerfile') or ''} {build.get('target') or ''}"
