"""What a dbfilter lets through, as Odoo applies it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bounded import constants, matching, parser

_STRANGERS = ("q7x", "Zebra-9", "0_0", "anther.is", "_")
"""Names that no pattern lets through unless it lets through all.

Short and without repeats, so that no pattern can backtrack for long.
"""
_NEVER_IN_A_NAME = "\"'"


def applied(pattern: str, host: str) -> str:
    """Return ``pattern`` with %h and %d filled in for a request to ``host``."""
    name = host.partition(":")[0].removeprefix("www.")
    domain = name.partition(".")[0]
    return pattern.replace("%h", re.escape(name)).replace("%d", re.escape(domain))


def compiled(pattern: str, host: str = "example.com") -> re.Pattern[str]:
    """Return the pattern Odoo would use; raises ``re.error``."""
    try:
        return re.compile(applied(pattern, host))
    except (OverflowError, RecursionError) as error:
        raise re.error(str(error)) from None


def exposed(pattern: str, names: Iterable[str], host: str = "") -> list[str]:
    """Return those of ``names`` that a request to ``host`` could choose.

    Raises ``re.error`` for a pattern Odoo could not use either, such as one that never
    comes to an end on these names.
    """
    return matching(applied(pattern, host), list(names))


def needs_host(pattern: str) -> bool:
    """Tell whether what it exposes depends on the host name of the request."""
    return "%h" in pattern or "%d" in pattern


def matches_everything(pattern: str) -> bool:
    """Tell whether ``pattern`` lets every name through."""
    matches = compiled(pattern).match
    return all(map(matches, _STRANGERS))


def is_quoted(pattern: str) -> bool:
    """Tell whether quotes around it are part of the pattern: it can never match."""
    return (
        len(pattern) > 1
        and pattern[0] == pattern[-1]
        and (pattern[0] in _NEVER_IN_A_NAME)
    )


def is_anchored(pattern: str) -> bool:
    """Tell whether ``pattern`` says where a name ends.

    Odoo matches from the start, so only the end is a question.
    """
    return _ends(parser.parse(applied(pattern, "example.com")))


def _ends(tokens: object) -> bool:
    """Tell whether every way through the parsed pattern ends at the end."""
    items = list(tokens)  # type: ignore[call-overload]
    while items:
        operator, argument = items.pop()
        if operator is constants.AT:
            return argument in (constants.AT_END, constants.AT_END_STRING)
        if operator is constants.SUBPATTERN:
            return _ends(argument[-1])
        if operator is constants.BRANCH:
            return all(map(_ends, argument[1]))
        if operator in (constants.ASSERT, constants.ASSERT_NOT):
            if operator is constants.ASSERT_NOT and argument[1].data == []:
                return True
            continue
        return False
    return False
