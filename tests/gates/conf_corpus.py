"""odoo.conf files as people write them: right ones, and each with one thing wrong.

Every sample is written here: a skeleton (where the file is used), a handwriting
(comments, spacing, order, line ends) and, for the wrong half, one mutation that says
which finding it must bring.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HASH = (
    "$pbkdf2-sha512$600000$vDdm7P1fi/G.17pXKgWAcA$"
    + "Zk5bHcS2v0uW9pQeR7tYxM3nL1aJ8dFg" * 2
)

Lines = list[tuple[str, str]]
Expected = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Sample:
    """A file, the options of the gate, and what it has to find: rule and option."""

    name: str
    text: str
    options: tuple[str, ...] = ()
    expected: Expected = frozenset()


def skeletons() -> dict[str, tuple[Lines, tuple[str, ...]]]:
    """Return right files by where they are used, with the gate's options."""
    contract: Lines = [
        ("db_host", "postgres"),
        ("db_name", "False"),
        ("dbfilter", "^(odoo|insightpulse)$"),
        ("list_db", "False"),
        ("log_level", "info"),
        ("addons_path", "/usr/lib/python3/dist-packages/odoo/addons,/mnt/extra-addons"),
        ("admin_passwd", HASH),
    ]
    image: Lines = [
        ("addons_path", "/mnt/extra-addons"),
        ("data_dir", "/var/lib/odoo"),
        ("admin_passwd", HASH),
        ("db_host", "postgres"),
        ("db_port", "5432"),
        ("db_user", "odoo"),
        ("dbfilter", "^%d$"),
        ("list_db", "False"),
        ("proxy_mode", "True"),
        ("workers", "4"),
        ("max_cron_threads", "1"),
        ("limit_memory_hard", "2684354560"),
        ("limit_memory_soft", "2147483648"),
        ("limit_request", "8192"),
        ("limit_time_cpu", "600"),
        ("limit_time_real", "1200"),
        ("gevent_port", "8072"),
    ]
    saved: Lines = [
        ("addons_path", "/opt/odoo/odoo/addons,/opt/odoo/custom,/opt/odoo/oca/web"),
        ("admin_passwd", HASH),
        ("csv_internal_sep", ","),
        ("data_dir", "/opt/odoo/.local/share/Odoo"),
        ("db_app_name", "odoo-{pid}"),
        ("db_host", "postgres"),
        ("db_maxconn", "64"),
        ("db_name", ""),
        ("db_password", "h7#Kq;2x!"),
        ("db_port", "5432"),
        ("db_sslmode", "prefer"),
        ("db_template", "template0"),
        ("db_user", "odoo19"),
        ("dbfilter", r"^prod(_[a-z]{2})?\Z"),
        ("email_from", ""),
        ("from_filter", ""),
        ("http_enable", "True"),
        ("http_interface", "127.0.0.1"),
        ("http_port", "8069"),
        ("list_db", "False"),
        ("log_db", ""),
        ("log_handler", ":INFO"),
        ("log_level", "info"),
        ("logfile", "/var/log/odoo/odoo-server.log"),
        ("proxy_mode", "True"),
        ("reportgz", "False"),
        ("screencasts", ""),
        ("server_wide_modules", "base,web,rpc,queue_job"),
        ("smtp_password", ""),
        ("smtp_port", "25"),
        ("smtp_ssl", "False"),
        ("syslog", "False"),
        ("test_enable", "False"),
        ("transient_age_limit", "1.0"),
        ("unaccent", "False"),
        ("upgrade_path", ""),
        ("workers", "0"),
        ("x_sendfile", "False"),
    ]
    debian: Lines = [
        ("db_host", "False"),
        ("db_port", "False"),
        ("db_user", "odoo"),
        ("db_password", "False"),
        ("default_productivity_apps", "True"),
        ("dbfilter", "^erp$"),
        ("list_db", "False"),
        ("admin_passwd", ""),
    ]
    bitnami: Lines = [
        ("addons_path", "/opt/bitnami/odoo/addons"),
        ("admin_passwd", HASH),
        ("data_dir", "/bitnami/odoo/data"),
        ("db_host", "postgresql"),
        ("db_name", "bitnami_odoo"),
        ("db_user", "bn_odoo"),
        ("dbfilter", "^bitnami_odoo$"),
        ("http_port", "8069"),
        ("list_db", "no"),
        ("proxy_mode", "yes"),
        ("pidfile", "/opt/bitnami/odoo/tmp/odoo.pid"),
        ("without_demo", "all"),
    ]
    tenants: Lines = [
        ("db_host", "10.0.3.17"),
        ("db_port", "6432"),
        ("db_user", "odoo"),
        ("db_sslmode", "require"),
        ("dbfilter", "^%h$"),
        ("list_db", "0"),
        ("admin_passwd", HASH),
        ("proxy_mode", "1"),
        ("workers", "9"),
        ("log_level", "warn"),
        (
            "addons_path",
            "/srv/odoo/core/addons,\n    /srv/odoo/enterprise,\n    /srv/odoo/own",
        ),
        ("sentry_enabled", "True"),
        ("sentry_dsn", "https://key@sentry.example/1"),
        ("running_env", "prod"),
    ]
    windows: Lines = [
        ("addons_path", r"C:\Program Files\Odoo 19\server\odoo\addons,D:\erp\addons"),
        ("bin_path", r"C:\Program Files\Odoo 19\thirdparty"),
        ("admin_passwd", HASH),
        ("db_host", "localhost"),
        ("db_user", "openpg"),
        ("db_password", "openpgpwd"),
        ("dbfilter", "^(erp|erp_archive)$"),
        ("list_db", "off"),
        ("pg_path", r"C:\Program Files\Odoo 19\PostgreSQL\bin"),
        ("limit_time_real", "1200"),
    ]
    return {
        "contract": (contract, ()),
        "image": (image, ()),
        "saved": (saved, ()),
        "debian": (debian, ("--db-host", "")),
        "bitnami": (bitnami, ("--db-host", "postgresql", "--db-name", "bitnami_odoo")),
        "tenants": (tenants, ("--db-host", "10.0.3.17", "--log-level", "warn")),
        "windows": (windows, ("--db-host", "localhost")),
    }


REMARKS = (
    "# This is the password that allows database operations:",
    "; workers = (CPU * 2) + 1",
    "# db_name = odoo_core",
    "; list_db = True",
    "#dbfilter = .*",
    "# --------------------------------------------",
    ";longpolling_port = 8072",
    "# ${DB_HOST} is filled in by the entry point",
    "; %%% do not touch %%%",
)


def written(lines: Lines, draw: random.Random) -> str:
    """Return the file in one of many handwritings, its values untouched."""
    lines = list(lines)
    if draw.random() < 0.5:
        draw.shuffle(lines)
    equals = draw.choice((" = ", "=", " =", "= ", ": ", "\t= "))
    indent = draw.choice(("", "", "", "  "))
    out = [draw.choice(("", "# Managed by Ansible", "; Odoo 19")), "[options]"]
    for name, value in lines:
        if draw.random() < 0.25:
            out.append(draw.choice(("", draw.choice(REMARKS))))
        shown = name.upper() if draw.random() < 0.02 else name
        out.append(
            f"{indent}{shown}{equals}{value}".rstrip()
            if value
            else f"{indent}{shown}{equals}"
        )
    if draw.random() < 0.2:
        out += ["", "[queue_job]", "channels = root:2,root.mail:1", "scheme = https"]
    ending = draw.choice(("\n", "\n", "\n", "\r\n"))
    return ending.join([*out, ""])


MUTATIONS = Path(__file__).with_name("conf_mutations.txt")
"""An option with its new value, or taken away, and the one finding that brings."""

Change = Callable[[str], str]
TEXT_MUTATIONS: dict[str, tuple[Change, str]] = {
    "no header": (
        lambda text: text.replace("[options]", "", 1),
        "config-unloadable",
    ),
    "an option twice": (
        lambda text: text.replace("[options]", "[options]" + 2 * "\n    unaccent=0", 1),
        "config-unloadable",
    ),
    "two sections": (
        lambda text: f"{text}[options]\nworkers = 1\n",
        "config-unloadable",
    ),
    "byte order mark": (lambda text: f"\ufeff{text.lstrip()}", "config-unloadable"),
    "a stray line": (
        lambda text: text.replace("[options]", "[options]\nproduction", 1),
        "config-unloadable",
    ),
    "extra section": (lambda text: f"{text}[server]\nport = 1\n", "section-unknown"),
}


def right(count: int) -> list[Sample]:
    """Return ``count`` right files; nothing is to be found in them."""
    samples = []
    for seed in range(count):
        name, lines, options = _skeleton(seed)
        text = written(lines, random.Random(seed))
        samples.append(Sample(f"{name}-{seed}", text, options))
    return samples


def wrong() -> list[Sample]:
    """Return every mutation of two skeletons each, with what it has to bring."""
    samples = []
    for number, row in enumerate(MUTATIONS.read_text("utf-8").splitlines()):
        change, _, rule = row.partition(" -> ")
        for turn in (0, 3):
            samples.append(_mutated(change, rule, number + turn))
    for number, (what, (alter, rule)) in enumerate(TEXT_MUTATIONS.items()):
        name, lines, options = _skeleton(number)
        if what == "an option twice":
            lines = [pair for pair in lines if pair[0] != "unaccent"]
        text = alter(written(lines, random.Random(number)))
        expected = frozenset({(rule, "*")})
        samples.append(Sample(f"{name}: {what}", text, options, expected))
    return samples


def _mutated(change: str, rule: str, seed: int) -> Sample:
    """Return a skeleton with one option changed (``a = b``) or gone (``- a``)."""
    name, lines, options = _skeleton(seed)
    removal, _, gone = change.partition("- ")
    option, _, value = change.partition(" = ")
    option = gone if not removal else option
    kept = [pair for pair in lines if pair[0] != option]
    text = written(
        kept if gone and not removal else [*kept, (option, value)], random.Random(seed)
    )
    expected = frozenset({(rule, f"{option}*")})
    return Sample(f"{name}: {change}", text, options, expected)


def _skeleton(number: int) -> tuple[str, Lines, tuple[str, ...]]:
    kinds = list(skeletons().items())
    name, (lines, options) = kinds[number % len(kinds)]
    return name, lines, options
