"""Patterns of files as ``glob`` reads them, in time that does not explode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

LONGEST = 4096
"""Characters of a path, by Linux; a longer pattern matches none."""

_ANY_DEPTH = r"(?:[^/]+/)*"
_CLASS = re.compile(r"\[!?(?:\][^\]/]*|[^\]/]+)\]")
_SIGN = re.compile(rf"(\*+|\?|{_CLASS.pattern})")


def matcher(pattern: str) -> re.Pattern[str]:
    """Return the expression of what ``glob`` with ``recursive=True`` means."""
    if len(pattern) > LONGEST:
        return re.compile("(?!)")
    names = (f"at{number}" for number in count())
    groups: list[list[str]] = [[]]
    for segment in pattern.split("/"):
        if segment == "**":
            groups.append([])
        else:
            groups[-1].append(_segment(segment, names))
    first, *middle = ("".join(f"{one}/" for one in group) for group in groups)
    steps = [first, *(_nearest(f"{_ANY_DEPTH}?{one}", names) for one in middle[:-1])]
    if middle:
        steps.append(_ANY_DEPTH + (middle[-1] or "[^/]+/"))
    return re.compile("".join(steps).removesuffix("/"))


def _segment(pattern: str, names: Iterator[str]) -> str:
    """Return the expression of what stands between two slashes."""
    pieces = [""]
    for sign in _SIGN.split(pattern):
        if sign.startswith("*"):
            pieces.append("")
        elif _CLASS.fullmatch(sign):
            pieces[-1] += _one_of(sign)
        else:
            pieces[-1] += "[^/]" if sign == "?" else re.escape(sign)
    first, *middle = pieces
    if not middle:
        return first
    *between, last = middle
    steps = (_nearest(f"[^/]*?{one}", names) for one in between)
    return f"{first}{''.join(steps)}[^/]*{last}"


def _nearest(expression: str, names: Iterator[str]) -> str:
    """Return what takes the first match of ``expression`` and never tries another.

    The first is the best where any text may follow; trying all of them, for each of
    many stars, has no end. It is the atomic group that Python has since 3.11.
    """
    name = next(names)
    return f"(?=(?P<{name}>{expression}))(?P={name})"


def _one_of(sign: str) -> str:
    """Return the expression of ``[…]``; a range the wrong way round matches nothing."""
    inner = sign[1:-1]
    negated = "^" if inner.startswith("!") else ""
    letters = re.sub(r"[\\\[&|~^]|-(?=-)", r"\\\g<0>", inner.removeprefix("!"))
    try:
        return re.compile(f"(?!/)[{negated}{letters}]").pattern
    except re.error:
        return "(?!)"
