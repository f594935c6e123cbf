"""The options that each series of Odoo knows.

Those of 19.0 are measured from its tree, the differences of other series written by
hand; both files in ``core/data`` carry their date.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
MEASURED_SERIES = "19.0"
SERIES = ("17.0", "18.0", "19.0")

_SECRET = re.compile(r"pass|secret|token|key|dsn|credential", re.I)


def is_secret(name: str) -> bool:
    """Tell whether the value of an option of that name never leaves this package."""
    return bool(_SECRET.search(name))


@dataclass(frozen=True)
class Option:
    """One option: its type and default, and where Odoo takes it from."""

    name: str
    type: str
    default: Any = None
    switch: bool = False
    """Given on the command line without a value; the file may say False."""
    in_file: bool = True
    choices: tuple[str, ...] = ()
    env: str | None = None


@dataclass(frozen=True)
class Table:
    """What one series knows. ``gone`` maps what it no longer knows to its history."""

    series: str
    options: dict[str, Option]
    flags: dict[str, tuple[str, str, Any]]
    """Command-line flag to option, action and constant."""
    aliases: dict[str, str]
    """Old names that Odoo itself still maps to the new one."""
    gone: dict[str, dict[str, str]]
    known_patterns: tuple[str, ...] = ()
    """Names that well-known addons read from [options]."""
    known_sections: tuple[str, ...] = ()
    later: dict[str, str] = field(default_factory=dict)
    """Options that only a later series knows, with that series."""


@lru_cache
def table(series: str) -> Table:
    """Return the options of ``series``, one of ``SERIES``."""
    measured = _data(f"odoo_options_{MEASURED_SERIES}.json")
    history = _data("odoo_options_history.json")
    later = {
        name: since
        for name, since in history["since"].items()
        if _number(since) > _number(series)
    }
    options = {
        name: _option(name, entry, series)
        for name, entry in measured["options"].items()
        if name not in later
    }
    for name, entry in history["until"].items():
        if _number(entry["until"]) >= _number(series) and name not in options:
            options[name] = Option(name, entry["type"])
    return Table(
        series=series,
        options=options,
        flags={flag: tuple(entry) for flag, entry in measured["flags"].items()},
        aliases=measured["aliases"] if series == MEASURED_SERIES else {},
        gone={
            name: entry
            for name, entry in history["until"].items()
            if name not in options
        },
        known_patterns=tuple(
            pattern for patterns in history["addons"].values() for pattern in patterns
        ),
        known_sections=tuple(history["sections"]),
        later=later,
    )


def _option(name: str, entry: dict[str, Any], series: str) -> Option:
    env = entry.get("env")
    if series != MEASURED_SERIES and env and env.startswith("ODOO_"):
        env = None  # the variables of the options came with 19.0
    return Option(
        name=name,
        type=entry["type"],
        default=entry["default"],
        switch=entry["switch"],
        in_file=entry["file"],
        choices=tuple(entry.get("choices", ())),
        env=env,
    )


def _number(series: str) -> float:
    return float(series)


def _data(name: str) -> dict[str, Any]:
    return dict(json.loads((DATA / name).read_text("utf-8")))
