"""Lists of modules in lines: one or several names on each, or what psql prints."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d][\w-]*")
"""A name, also one that no module can have: it is on the list all the same."""
_COMMENT = re.compile(r"[#;].*")
_ROWS = re.compile(r"\(\d+ \w+\)")
"""What psql prints below a table."""
_FRAME = " \t|+-"
"""What it draws around the rows."""
_AROUND = " \t\r\"'"
_CELLS = re.compile(r"[|,\t]")

_NAME = "name"
"""The heading of the column that counts."""
_STATES = frozenset(
    ("installed", "to upgrade", "to install", "to remove", "uninstalled",
     "uninstallable")
)  # fmt: skip
_INSTALLED = ("installed", "to upgrade")


def modules(text: str) -> list[str]:
    """Return the names that ``text`` lists; of a table those in state installed."""
    rows = [row for line in text.split("\n") if (row := _row(line))]
    headings = [cell.lower() for cell in rows[0]] if rows else []
    if _NAME not in headings:
        return [
            name for row in rows for name in _names(row[:1] if _state(row) else row)
        ]
    column = headings.index(_NAME)
    return [name for row in rows[1:] for name in _names(row[column : column + 1])]


def _row(line: str) -> list[str]:
    """Return the cells of a line; none of one that only frames others, or tells of a
    module that is not installed.
    """
    bare = _COMMENT.sub("", line).strip()
    if not bare or _ROWS.fullmatch(bare) or ("--" in bare and not bare.strip(_FRAME)):
        return []
    row = [cell.strip(_AROUND) for cell in _CELLS.split(bare.strip("|"))]
    return row if _state(row) in (None, *_INSTALLED) else []


def _state(row: list[str]) -> str | None:
    """Return the state that a row of a table tells, None where it tells none."""
    return next((cell for cell in row[1:] if cell in _STATES), None)


def _names(cells: list[str]) -> list[str]:
    words = (word.strip(_AROUND) for cell in cells for word in cell.split())
    return [word for word in words if _WORD.fullmatch(word)]
