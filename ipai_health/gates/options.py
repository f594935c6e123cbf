"""The options every gate shares, and where their defaults come from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.severity import CRITICAL, SEVERITIES
from .commands import GATES, Gate
from .errors import CannotLook
from .output import FORMATS

OWN_FILE = "ipai-health.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "ipai-health"
"""The key under ``[tool]`` of pyproject.toml."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the common options to the parser of a gate."""
    group = parser.add_argument_group("common options")
    group.add_argument(
        "--format", choices=FORMATS, default="text", help="of the report (default text)"
    )
    group.add_argument("--output", metavar="FILE", help="write there, not to stdout")
    group.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default=CRITICAL,
        help="exit 1 from this severity on (default critical)",
    )
    group.add_argument(
        "--ignore",
        metavar="RULE[:SUBJECT]",
        action="append",
        default=[],
        help="leave these findings out; repeatable; * stands for anything",
    )
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help="leave out what this earlier JSON report already has",
    )
    group.add_argument("--no-color", action="store_true", help="plain text")


def takes_value(word: str) -> bool:
    """Tell whether ``word`` is a common option, or the start of one, whose value is the
    next word.
    """
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    return word.startswith("--") and any(
        name.startswith(word) and action.nargs != 0
        for action in parser._actions
        for name in action.option_strings
    )


def parsed(
    parser: argparse.ArgumentParser, gate: str, words: Sequence[str]
) -> argparse.Namespace:
    """Return the options that ``words`` give; the others come from ``ipai-health.toml``
    or pyproject.toml of this folder.

    Keys are the long option names; a table named as the gate overrides the rest for
    that gate and may hold the gate's own options. ``--ignore`` adds to what is ignored
    there, every other option overrides. Raises ``CannotLook``.
    """
    defaults = _defaults(parser, gate)
    lists = {
        action.dest: defaults.pop(action.dest)
        for action in parser._actions
        if isinstance(action, argparse._AppendAction)
        and action.dest in defaults
        and action.dest != "ignore"
    }
    parser.set_defaults(**defaults)
    for action in parser._actions:
        if action.dest in defaults and not action.option_strings:
            action.nargs, action.required = action.nargs or "?", False
    options = parser.parse_args(words)
    for name, values in lists.items():
        setattr(options, name, getattr(options, name) or values)
    return options


def _defaults(parser: argparse.ArgumentParser, gate: str) -> dict[str, object]:
    where, table = _table()
    known = _keys(parser)
    gates = {one.name for one in GATES}
    general = {key: value for key, value in table.items() if key not in gates}
    own = table.get(gate, {})
    if not isinstance(own, Mapping):
        raise CannotLook(f"{where}: {gate} must be a table")
    found: dict[str, object] = {}
    for key, value in {**general, **own}.items():
        action = known.get(key.replace("_", "-"))
        if action is not None:
            found[action.dest] = _checked(where, key, value, action)
        elif key in own or not _belongs_to_a_gate(key):
            raise CannotLook(f"{where}: unknown key {key!r}")
    return found


def _belongs_to_a_gate(key: str) -> bool:
    return any(key.replace("_", "-") in _keys(_own_parser(one)) for one in GATES)


def _own_parser(gate: Gate) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    gate.load().add_arguments(parser)
    return parser


def _keys(parser: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """Return the options by their long names, and by the names of their values."""
    named = {
        name.removeprefix("--"): action
        for action in parser._actions
        for name in (action.dest.replace("_", "-"), *action.option_strings)
        if action.dest != "help"
    }
    return {name: action for name, action in named.items() if name[0] != "-"}


def _checked(where: str, key: str, value: object, action: argparse.Action) -> object:
    """Return ``value`` in the shape that ``action`` would have given it."""
    listed = action.nargs in ("*", "+") or isinstance(action, argparse._AppendAction)
    if listed:
        values = value if isinstance(value, list) else [value]
        if all(isinstance(one, str) for one in values):
            return values
    elif action.nargs == 0:
        if isinstance(value, bool):
            return value
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        if action.choices is None or value in action.choices:
            return str(value)
    elif isinstance(value, bool) and action.choices is None:
        return str(value)
    raise CannotLook(f"{where}: {key} cannot be {value!r}")


def _table() -> tuple[str, dict[str, Any]]:
    own = Path(OWN_FILE)
    if own.is_file():
        return OWN_FILE, _parsed(own)
    project = Path(PROJECT_FILE)
    if project.is_file() and TABLE in _text(project):
        where, tools = (
            f"{PROJECT_FILE} [tool.{TABLE}]",
            _parsed(project).get("tool", {}),
        )
        table = tools.get(TABLE, {}) if isinstance(tools, Mapping) else tools
        if not isinstance(table, Mapping):
            raise CannotLook(f"{where}: must be a table")
        return where, dict(table)
    return PROJECT_FILE, {}


def _parsed(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return dict(tomllib.loads(_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise CannotLook(f"{path}: not TOML: {error}") from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotLook(f"{path}: cannot be read: {error}") from None
