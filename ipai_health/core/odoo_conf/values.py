"""Turns the text of an option into the value Odoo 19 would hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .options import Option

TRUE = ("1", "yes", "true", "on")
FALSE = ("0", "no", "false", "off")
LISTS = ("comma", "addons_path", "upgrade_path", "pre_upgrade_scripts")
PATHS = ("path", "addons_path", "upgrade_path", "pre_upgrade_scripts")
"""Types in which Odoo expands ~ and environment variables itself."""


class Unreadable(ValueError):
    """Odoo stops at this value; the message says what it would have taken."""


def is_skipped(option: Option, text: str) -> bool:
    """Tell whether Odoo passes over this value of the file: its default stays."""
    return not option.in_file or (text in ("False", "false") and not option.switch)


def parse(option: Option, text: str) -> Any:
    """Return the value of ``option`` for ``text``; raises ``Unreadable``."""
    if text == "None":
        return None
    if option.type in LISTS:
        return [part for raw in text.split(",") if (part := raw.strip())]
    if option.type == "choice":
        return _choice(option, text)
    return _PARSERS.get(option.type, str)(text)


def boolean(text: str) -> bool:
    """Return what Odoo takes ``text`` for; raises ``Unreadable``."""
    lowered = text.lower()
    if lowered in TRUE:
        return True
    if lowered in FALSE:
        return False
    raise Unreadable("True or False")


def _choice(option: Option, text: str) -> str:
    if text not in option.choices:
        raise Unreadable(f"one of {', '.join(option.choices)}")
    return text


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable("a whole number") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Unreadable("a number") from None


_PARSERS: dict[str, Callable[[str], Any]] = {
    "bool": boolean,
    "int": _integer,
    "float": _number,
    "path": str.strip,
    "string": str,
}
