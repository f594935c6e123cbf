"""Reads manifests as Odoo does: one literal dictionary, nothing evaluated."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ...core.odoo_conf.options import MEASURED_SERIES
from ..errors import CannotLook
from ..text_file import read_text

NAME = "__manifest__.py"
LEGACY = "__openerp__.py"
"""The name before Odoo 10; 18.0 was the last to read it."""


class Unreadable(Exception):
    """Why Odoo cannot use the manifest, and the line if there is one."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Module:
    """A module: its folder, and the values of its manifest."""

    name: str
    folder: Path
    file: Path
    values: dict[str, Any] = field(default_factory=dict)
    foreign: bool = False
    """Whether its version is of another series than the Odoo it is for."""

    @property
    def offered(self) -> bool:
        """Tell whether its manifest offers it to be installed."""
        return bool(self.values.get("installable", True))

    @property
    def installable(self) -> bool:
        """Tell whether Odoo would install it."""
        return self.offered and not self.foreign

    @property
    def depends(self) -> list[str]:
        """Return the modules it needs; every one but ``base`` needs ``base``."""
        named = [one for one in self.values.get("depends") or () if one]
        return [] if self.name == "base" else named or ["base"]

    def listed(self, key: str) -> list[str]:
        """Return the texts listed under ``key``."""
        value = self.values.get(key) or ()
        found = value if isinstance(value, (list, tuple)) else ()
        return [one for one in found if isinstance(one, str)]

    def line_of(self, text: str) -> int | None:
        """Return the line on which the manifest first lists ``text``, else the one on
        which it has it as a key or a value, if it does.
        """
        return self._lines.get(text)

    @cached_property
    def _lines(self) -> dict[str, int]:
        try:
            tree = _tree(read_text(self.file))
        except (CannotLook, SyntaxError, ValueError):
            return {}  # changed since it was read
        nodes = list(ast.walk(tree))
        listed = (
            one
            for node in nodes
            if isinstance(node, (ast.List, ast.Tuple, ast.Set))
            for one in node.elts
        )
        return {**_first_lines(nodes), **_first_lines(listed)}


def read(folder: Path, file: Path, series: str) -> Module:
    """Return the module in ``folder``; raises ``Unreadable``."""
    values = literal(file)
    if not isinstance(values, dict):
        raise Unreadable("it is not a dictionary", 1)
    _check(values, folder.name)
    foreign = False
    if series == MEASURED_SERIES:
        _check_version(values)
        foreign = not _is_of(str(values.get("version", "1.0")), series)
    return Module(folder.name, folder, file, values, foreign)


def literal(file: Path) -> Any:
    """Return the literal that ``file`` holds; raises ``Unreadable``."""
    try:
        text = read_text(file)
    except CannotLook as reason:
        raise Unreadable(str(reason).rpartition(": ")[2]) from None
    try:
        return ast.literal_eval(_tree(text))
    except SyntaxError as error:
        raise Unreadable(f"not Python: {error.msg}", error.lineno) from None
    except (ValueError, TypeError, MemoryError, RecursionError) as error:
        line = getattr(error, "lineno", None) or _line_in(str(error))
        raise Unreadable("it holds code, not only literals", line) from None


def _tree(text: str) -> ast.Expression:
    with warnings.catch_warnings():
        # a wrong escape in somebody's text is not for us to print
        warnings.simplefilter("ignore")
        return ast.parse(text.lstrip(" \t"), mode="eval")


def _first_lines(nodes: Iterable[ast.AST]) -> dict[str, int]:
    """Return on which line each text stands first."""
    lines: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines[node.value] = min(node.lineno, lines.get(node.value, node.lineno))
    return lines


def _line_in(message: str) -> int | None:
    """Return the line that ``literal_eval`` names in its message."""
    number = message.partition("on line ")[2].partition(":")[0]
    return int(number) if number.isdigit() else None


def _check(values: dict[str, Any], name: str) -> None:
    """Raise ``Unreadable`` for what Odoo asserts about the values."""
    depends = values.get("depends") or []
    if not isinstance(depends, (list, tuple, set)):
        raise Unreadable("depends has to be a list")
    if not all(isinstance(one, str) for one in depends):
        raise Unreadable("depends has to be a list of names")
    for key in ("data", "demo"):
        if not isinstance(values.get(key) or [], (list, tuple, set)):
            raise Unreadable(f"{key} has to be a list")
    if not isinstance(values.get("assets") or {}, dict):
        raise Unreadable("assets has to be a dictionary")
    triggers = values.get("auto_install")
    if isinstance(triggers, (list, tuple, set)):
        strange = sorted(set(map(str, triggers)) - set(depends))
        if strange and name != "base":
            raise Unreadable(f"auto_install names {strange[0]}, which depends has not")


def _check_version(values: dict[str, Any]) -> None:
    if "version" not in values or not values.get("installable", True):
        return
    parts = str(values["version"]).split(".")
    saas = parts[0].removeprefix("saas~")
    if not 2 <= len(parts) <= 5 or not all(
        part.isdigit() for part in (saas, *parts[1:])
    ):
        raise Unreadable(f"Odoo refuses the version {values['version']}")


def _is_of(version: str, series: str) -> bool:
    """Tell whether Odoo takes ``version``; it puts its series before a short one.

    As ``adapt_version`` and ``check_version`` of odoo/modules/module.py have it.
    """
    is_short = version.count(".") <= 2 and not version.startswith(series)
    return is_short or version.startswith(f"{series}.")
