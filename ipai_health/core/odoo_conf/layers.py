"""Lays file, environment and arguments over each other, as Odoo does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import arguments as command_line
from .blemishes import placeholder, without_comment
from .options import Option, Table, table
from .reading import ConfText, Entry, read
from .settings import ARGUMENTS, ENVIRONMENT, FILE, Setting, Settings
from .values import PATHS, Unreadable, boolean, is_skipped, parse

WITHOUT_DEMO = "without_demo"
"""Odoo 19 still reads this name from a file, and turns its meaning round."""


def load(
    text: str,
    *,
    label: str = "odoo.conf",
    file: str | None = None,
    series: str = "19.0",
    environment: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> Settings:
    """Return what Odoo of ``series`` would run with, given the file's ``text``."""
    known = table(series)
    conf = read(text)
    settings = Settings(label, known, file, conf)
    settings.values.update(_of_file(conf, known))
    settings.values.update(_of_environment(environment or {}, known))
    settings.values.update(_of_arguments(arguments, known))
    return settings


def _of_file(conf: ConfText, known: Table) -> dict[str, Setting]:
    found = {}
    for entry in conf.entries.values():
        option = known.options.get(entry.name)
        if option is None and entry.name == WITHOUT_DEMO:
            value = _with_demo(entry.value)
            found["with_demo"] = Setting("with_demo", value, FILE, entry.line)
            continue
        meant = _meant(option, entry)
        if option is None or not is_skipped(option, meant):
            found[entry.name] = setting(option, entry.name, meant, FILE, entry.line)
    return found


def _with_demo(without: str) -> bool:
    """Return the opposite of ``without``; like Odoo, take any odd word for True."""
    try:
        return not boolean(without)
    except Unreadable:
        return without == "None"


def _meant(option: Option | None, entry: Entry) -> str:
    meant = without_comment(option, entry.value, entry.name)
    return entry.value if meant is None else meant


def _of_environment(environment: Mapping[str, str], known: Table) -> dict[str, Setting]:
    return {
        option.name: setting(
            option, option.name, environment[option.env], f"{ENVIRONMENT}: {option.env}"
        )
        for option in known.options.values()
        if option.env and option.env in environment
    }


def _of_arguments(arguments: Sequence[str], known: Table) -> dict[str, Setting]:
    return {
        name: setting(known.options.get(name), name, text, ARGUMENTS)
        for name, text in command_line.read(arguments, known)
    }


def setting(
    option: Option | None, name: str, text: str, source: str, line: int | None = None
) -> Setting:
    """Return the setting that ``text`` gives; unknown where nobody can tell it."""
    if option is None:
        return Setting(name, text, source, line)
    if option.type not in PATHS and placeholder(text):
        return Setting(name, None, source, line, known=False)
    try:
        return Setting(name, parse(option, text), source, line)
    except Unreadable:
        return Setting(name, None, source, line, known=False)
