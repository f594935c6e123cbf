"""Makes odoo.conf files of every shape that a parser can trip over, by a seed."""

from __future__ import annotations

import random

from ipai_health.core.odoo_conf.options import Option, table

BOOLEANS = (
    "True",
    "False",
    "true",
    "false",
    "TRUE",
    "on",
    "off",
    "yes",
    "No",
    "1",
    "0",
)
STRANGE = (
    *("None", "", "False", "false", "none", "  ", "3.5", "-1", "0x10", "1_000", "ja"),
    *('"quoted"', "'x'", "a,b", ",", "${VAR}", "$VAR", "%(db_host)s", "%h", "é", "a=b"),
    *("4 # cores", "True ; on", "info# x", "x:y:z", ":INFO", "odoo:DEBUG,:WARN", "a:b"),
)
SEPARATORS = (" = ", "=", ": ", " : ", "\t=\t", "= ")
NOISE = (
    *("", "# a comment", "; db_name = other", "   # indented comment", "[queue_job]"),
    *("channels = root:4", "[options]", "DB_HOST = elsewhere", "  continued = value"),
    *("no separator", "unknown_key = 1", "longpolling_port = 8072", "= value", "key ="),
    *("without_demo = all", "without_demo = None", "import_image_timeout = 9"),
    *("without_demo", "import_file_timeout = 4", "import_image_timeout = 3"),
)
USUAL = (
    "db_host",
    "db_name",
    "list_db",
    "dbfilter",
    "workers",
    "log_level",
    "dev_mode",
)


def conf(seed: int) -> str:
    """Return the text of one file; about half of them Odoo refuses."""
    draw = random.Random(seed)
    options = table("19.0").options
    chosen = draw.sample(sorted(options), draw.randint(0, 12))
    chosen += draw.sample(USUAL, draw.randint(0, 3))
    if draw.random() < 0.8:
        chosen = list(dict.fromkeys(chosen))
    lines = [_line(draw, options[name]) for name in chosen]
    for _ in range(draw.choice((0, 0, 1, 2, 3))):
        lines.insert(draw.randint(0, len(lines)), draw.choice(NOISE))
    header = (
        [] if draw.random() < 0.04 else [draw.choice(("[options]",) * 9 + ("[X]",))]
    )
    text = "\n".join([*header, *lines, ""])
    if draw.random() < 0.15:
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw.random() < 0.03 else "") + text


def _line(draw: random.Random, option: Option) -> str:
    name = option.name.upper() if draw.random() < 0.05 else option.name
    value = _value(draw, option)
    if draw.random() < 0.05:
        value = value.replace(",", ",\n    ")
    return f"{name}{draw.choice(SEPARATORS)}{value}{draw.choice(('', '', ' '))}"


def _value(draw: random.Random, option: Option) -> str:
    if draw.random() < 0.12:
        return draw.choice(STRANGE)
    if option.type == "bool":
        return draw.choice(BOOLEANS)
    if option.type in ("int", "float"):
        return str(draw.randint(0, 70000))
    if option.choices:
        return draw.choice(option.choices)
    if option.name == "log_handler":
        return draw.choice((":INFO", "odoo.http:DEBUG", ":INFO,werkzeug:WARNING"))
    return draw.choice(("odoo", "base,web", "/opt/a,/opt/b", "^prod$", "mail.example"))
