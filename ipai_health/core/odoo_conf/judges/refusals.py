"""Files that Odoo stops at: what the parser refuses, and values that exclude others."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Finding
from ..expected import Expected
from ..settings import FILE, Settings

NEVER_NONE = ("db_name", "dev_mode", "log_handler", "addons_path")
"""Odoo counts their entries; None has no length."""


def judge(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for every reason why Odoo would not start with this file."""
    for refusal in settings.text.refusals:
        yield Finding(
            rule="config-unloadable",
            subject=settings.label,
            message=f"Odoo refuses the file: {refusal.message}.",
            file=settings.file,
            line=refusal.line,
        )
    for name, message in _conflicts(settings):
        yield settings.finding("config-unloadable", name, message)


def _conflicts(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.table.series != "19.0":
        return
    if settings["syslog"].value and settings["logfile"].value:
        yield "syslog", "syslog and logfile exclude each other."
    if settings["overwrite_existing_translations"].value and not (
        settings["update"].value
    ):
        message = "It is refused without --update on the command line."
        yield "overwrite_existing_translations", message
    yield from _wrong_lists(settings)
    yield from _rival_aliases(settings)


def _wrong_lists(settings: Settings) -> Iterator[tuple[str, str]]:
    for name in NEVER_NONE:
        setting = settings[name]
        if setting.known and setting.source == FILE and setting.value is None:
            yield name, f"{name} = None stops Odoo; leave the option out."
    handlers = settings["log_handler"]
    for handler in handlers.value or ():
        if handlers.known and handler.count(":") != 1:
            yield "log_handler", f"{handler} is not of the form LOGGER:LEVEL."
            return


def _rival_aliases(settings: Settings) -> Iterator[tuple[str, str]]:
    for old, new in settings.table.aliases.items():
        old_value, now = settings[old], settings[new]
        default = settings.table.options[new].default
        if not old_value.is_set or old_value.value in (now.value, default):
            continue
        if now.value != default:
            yield old, f"{old} and its new name {new} have different values."
