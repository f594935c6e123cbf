"""Which service is Odoo, which PostgreSQL, which a proxy: by all that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .project import Project
from .service import Service, services_of

_ODOO = re.compile(r"odoo|doodba|openerp|\boca-ci\b|flectra", re.I)
_POSTGRES = re.compile(
    r"postgres(?:ql)?|postgis|timescaledb|pgvector|spilo|pg-?\d\d\b|alloydb", re.I
)
_PROXY = re.compile(
    r"\bnginx|traefik|caddy|haproxy|\bhttpd\b|apache|\bswag\b|envoy|openresty|"
    r"nginx-proxy|letsencrypt|jwilder|cloudflared",
    re.I,
)
_OTHER = re.compile(
    r"exporter|backup|dump|admin|pgweb|bouncer|pgpool|redis|valkey|memcached|mailhog|"
    r"mailpit|smtp|grafana|prometheus|loki|promtail|adminer|dbeaver|watchtower|"
    r"certbot|minio|rabbitmq|kibana|elastic|portainer|selenium|chrome|wdb|busybox|"
    r"alpine(?::|$)|ubuntu|debian(?::|$)|mysql|mariadb|mongo|kwkhtmltopdf|wkhtmltopdf|"
    r"ofelia|autoheal|docker-socket|whitelist|restic|borg|n8n|ollama|metabase|superset|"
    r"jenkins|gitlab|sonar|keycloak|vault|consul|frontend|nextjs|react|vue|mcp|bridge|"
    r"whatsapp|evolution|typebot|chatwoot|fastapi|django|flask|celery|wordpress|moodle",
    re.I,
)
_PLAIN_ODOO = re.compile(
    r"(?:.*/)?(?:[\w.-]*[-_])?(?:odoo|doodba|openerp|flectra)(?:[-_]?(?:v?\d[\d.]*(?![\d.])|ce|ee|"
    r"erp|server|web|app|enterprise|community|custom|base|image|cron|workers?|project|"
    r"addons|docker|saas|demo|full|oca|main|master|"
    # all of the word, and a version that it ends with: one way to read it
    r"(?:prod|dev|stag|test)\w*(?!\w)(?:(?<=\d)\.[\d.]*(?![\d.]))?))*",
    re.I,
)
"""Names of images that are Odoo itself, not something that talks to it."""
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
_NO_DATABASE = re.compile(
    r"(?:redis|valkey|keydb|memcached|mailhog|mailpit|maildev|minio|rabbitmq|mysql|"
    r"mariadb|mongo|mongodb|elasticsearch|opensearch|adminer|pgadmin4?|pgweb|grafana|"
    r"prometheus)(?:-[\w-]+)?",
    re.I,
)
"""Names of images that can be no PostgreSQL, nor lead to one."""
_POOLER = re.compile(r"bouncer|pgpool|pgcat|odyssey|haproxy|patroni", re.I)
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
        elif _POOLER.search(name) and not _PROXY.search(name):
            roles.poolers.append(service)
        elif _PROXY.search(name) or (service.build and _PROXY.search(_own(service))):
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
        return bool(_POSTGRES.search(name)) and not _OTHER.search(name)
    if name and _POSTGRES.search(name) and not _OTHER.search(name):
        return not _ODOO.search(name)
    keeps_data = any(
        str(mount["target"]).startswith(_POSTGRES_TARGET) for mount in service.mounts
    )
    creates = "POSTGRES_PASSWORD" in service.environment and not any(
        name in service.environment for name in ("HOST", "PGHOST", "DB_HOST")
    )
    return keeps_data or (creates and bool(_POSTGRES.search(_build_name(service))))


def is_no_database(service: Service) -> bool:
    """Tell whether ``service`` runs an image that is plainly another program."""
    name = image_name(service).rpartition("/")[2]
    return not service.build and bool(_NO_DATABASE.fullmatch(name))


def is_odoo(service: Service) -> bool:
    """Tell whether ``service`` is an Odoo server."""
    name = image_name(service)
    if name and not service.build:
        if _OTHER.search(name):
            return False
        if not _ODOO.search(name):
            return _starts_odoo(service) or _is_called_odoo(service)
        return bool(_PLAIN_ODOO.fullmatch(name)) or _behaves_like_odoo(service)
    if _OTHER.search(_own(service)):
        return False
    if _ODOO.search(name) or _ODOO.search(service.name):
        return True
    return _behaves_like_odoo(service) or bool(_ODOO.search(_build_name(service)))


def _behaves_like_odoo(service: Service) -> bool:
    """Tell whether ports, mounts or command are those of an Odoo."""
    targets = [str(mount["target"]) for mount in service.mounts]
    return (
        _has_odoo_port(service)
        or any(target.startswith(_ODOO_TARGETS) for target in targets)
        or any(_ODOO.search(word) for word in map(str, service.words))
    )


def _starts_odoo(service: Service) -> bool:
    """Tell whether its command, or a line of shell in it, starts Odoo."""
    parts = [list(map(str, service.listed(key))) for key in ("entrypoint", "command")]
    shell = [word for part in parts for word in part if " " in word]
    return any(map(_STARTS_ODOO.search, [*map(" ".join, parts), *shell]))


def _is_called_odoo(service: Service) -> bool:
    called = _ODOO.search(service.name) and not _OTHER.search(service.name)
    return bool(called) and _has_odoo_port(service)


def _has_odoo_port(service: Service) -> bool:
    return any(str(port.get("target")) in _ODOO_PORTS for port in service.ports)


def _configured(rest: Iterable[Service]) -> list[Service]:
    """Return those that are given an odoo.conf and no program of their own.

    It is no proof where Odoo is there: what watches it may read its file too.
    """
    return [
        service
        for service in rest
        if not _OTHER.search(f"{service.name} {image_name(service)}")
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
        and not _OTHER.search(service.name)
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
    image = service.image.partition("@")[0]
    head, _, last = image.rpartition("/")
    last = last.partition(":")[0]
    owner = head.rpartition("/")[2]
    return f"{owner}/{last}" if owner and "." not in owner else last


def is_official_odoo(service: Service) -> bool:
    """Tell whether it runs Docker's own image of Odoo, unchanged."""
    return image_name(service) in ("odoo", "library/odoo") and not service.build


def _own(service: Service) -> str:
    """Return what the project itself calls a service that it builds."""
    return f"{service.name} {_build_name(service)}"


def _build_name(service: Service) -> str:
    build = service.build
    context = Path(str(build.get("context") or "")).name
    return f"{context} {build.get('dockerfile') or ''} {build.get('target') or ''}"
