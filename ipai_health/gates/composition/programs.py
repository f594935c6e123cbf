"""What an image is, by its name alone."""

from __future__ import annotations

import re

_ODOO = re.compile(r"odoo|doodba|openerp|\boca-ci\b|flectra", re.I)
_POSTGRES = re.compile(
    r"postgres(?:ql)?|postgis|timescaledb|pgvector|spilo|pg-?\d\d\b|alloydb|"
    r"pgautoupgrade",
    re.I,
)
_POSTGRES_TOOL = re.compile(
    # in longer words these say something else: pgautoupgrade is a server
    r"(?<![a-z])(?:postgrest\b|meta\b|upgrade|duplicity|wal-?[eg]\b|pgwatch)|"
    r"-(?:tools|cli|client)\b",
    re.I,
)
"""Programs for a PostgreSQL that runs elsewhere."""
_PROXY = re.compile(
    r"\bnginx|traefik|caddy|haproxy|\bhttpd\b|apache|\bswag\b|envoy|openresty|"
    r"nginx-proxy|letsencrypt|jwilder|cloudflared",
    re.I,
)
_ATTENDING = re.compile(r"exporter|backup|dump", re.I)
"""What looks at a database or takes it away, whoever wrote the program."""
_NO_DATABASE = (
    r"(?:redis|valkey|keydb|memcached|mailhog|mailpit|maildev|minio|rabbitmq|mysql|"
    r"mariadb|mongo(?:db)?|elasticsearch|opensearch|adminer|pgadmin4?|pgweb|grafana|"
    r"prometheus)"
)
"""Programs that can be no PostgreSQL, nor lead to one."""
_NO_DATABASE_IMAGE = re.compile(rf"{_NO_DATABASE}(?:-[\w-]+)?", re.I)
_OTHER = re.compile(
    rf"{_ATTENDING.pattern}|{_NO_DATABASE}|admin|bouncer|pgpool|"
    r"smtp|promtail|dbeaver|watchtower|"
    r"certbot|kibana|elastic|portainer|selenium|wkhtmltopdf|"
    r"ofelia|autoheal|docker-socket|whitelist|restic|ollama|metabase|superset|"
    r"jenkins|gitlab|sonar|keycloak|frontend|nextjs|"
    r"whatsapp|evolution|typebot|chatwoot|fastapi|django|wordpress|moodle|"
    # in longer words these say something else: consulting, cambridge
    r"(?<![a-z])(?:loki|wdb|borg|n8n|vault|consul|react|vue|mcp|bridge|chrome|flask|"
    r"celery)(?![a-z])",
    re.I,
)
_SYSTEM = re.compile(r"busybox|alpine(?::|$)|ubuntu|debian(?::|$)", re.I)
"""Images that say nothing of what runs in them."""
_PLAIN_ODOO = re.compile(
    r"(?:.*/)?(?:[\w.-]*[-_])?(?:odoo|doodba|openerp|flectra)(?:[-_]?(?:v?\d[\d.]*(?![\d.])|ce|ee|"
    r"erp|server|web|app|enterprise|community|custom|base|image|cron|workers?|project|"
    r"addons|docker|saas|demo|full|oca|main|master|"
    # all of the word, and a version that it ends with: one way to read it
    r"(?:prod|dev|stag|test)\w*(?!\w)(?:(?<=\d)\.[\d.]*(?![\d.]))?))*",
    re.I,
)
"""Names of images that are Odoo itself, not something that talks to it."""
_POOLER = re.compile(r"bouncer|pgpool|pgcat|odyssey|haproxy|patroni", re.I)


def name_of(image: str) -> str:
    """Return ``image`` without registry, tag and digest."""
    head, _, last = image.partition("@")[0].rpartition("/")
    last = last.partition(":")[0]
    owner = head.rpartition("/")[2]
    return f"{owner}/{last}" if owner and "." not in owner else last


def speaks_of_odoo(text: str) -> bool:
    """Tell whether ``text`` names Odoo, itself or what has to do with it."""
    return bool(_ODOO.search(text))


def speaks_of_postgres(text: str) -> bool:
    """Tell whether ``text`` names PostgreSQL, itself or what has to do with it."""
    return bool(_POSTGRES.search(text))


def is_odoo(name: str) -> bool:
    """Tell whether images called ``name`` are Odoo itself."""
    return bool(_PLAIN_ODOO.fullmatch(name))


def is_postgres(name: str) -> bool:
    """Tell whether images called ``name`` are a PostgreSQL server."""
    return speaks_of_postgres(name) and not (is_other(name) or is_postgres_tool(name))


def is_postgres_tool(name: str) -> bool:
    """Tell whether images called ``name`` do something with a PostgreSQL elsewhere."""
    return bool(_POSTGRES_TOOL.search(name.rpartition("/")[2]))


def is_pooler(name: str) -> bool:
    """Tell whether images called ``name`` pass on to PostgreSQL."""
    return bool(_POOLER.search(name)) and not is_proxy(name)


def is_proxy(text: str) -> bool:
    """Tell whether ``text`` names a proxy for web pages."""
    return bool(_PROXY.search(text))


def is_other(text: str) -> bool:
    """Tell whether ``text`` names neither Odoo nor PostgreSQL: a program beside them,
    or a system that says nothing of what runs in it.
    """
    return is_beside(text) or bool(_SYSTEM.search(text))


def is_beside(text: str) -> bool:
    """Tell whether ``text`` names a program beside Odoo and PostgreSQL."""
    return bool(_OTHER.search(text))


def is_attending(text: str) -> bool:
    """Tell whether ``text`` names what looks at a database rather than being it."""
    return bool(_ATTENDING.search(text))


def is_no_database(name: str) -> bool:
    """Tell whether images called ``name`` can lead to no PostgreSQL."""
    return bool(_NO_DATABASE_IMAGE.fullmatch(name.rpartition("/")[2]))
