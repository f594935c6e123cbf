"""What must not appear in a log: the patterns of the contract, and your own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from ..severity import CRITICAL, WARNING, Severity
from .line import Line
from .record import Record

_WORD = re.compile(r"\bcritical\b", re.I)


@dataclass(frozen=True)
class Match:
    """One pattern found in one record; ``at`` is the position of the line."""

    rule: str
    severity: Severity
    at: int
    text: str


Matcher = Callable[[Record], "Match | None"]


def match(record: Record, own: Iterable[re.Pattern[str]] = ()) -> Match | None:
    """Return the most telling pattern that ``record`` holds, None for none."""
    matchers = (_database, _assets, *map(_own, own), _critical)
    return next(filter(None, (look(record) for look in matchers)), None)


def _first_line(
    record: Record,
    rule: str,
    severity: Severity,
    holds: Callable[[str], object],
    said: Callable[[Line], str] = attrgetter("text"),
) -> Match | None:
    for at, text in ((at, said(line)) for at, line in record.lines.items()):
        if holds(text):
            return Match(rule, severity, at, _telling(text, holds))
    return None


def _telling(text: str, holds: Callable[[str], object]) -> str:
    """Return the first line of ``text``, and the one that holds what was looked for.

    The text of an object has a line for each value; the others nobody asked for.
    """
    head, *others = text.split("\n")
    if holds(head):
        return head
    line = next(filter(holds, others), None)
    return f"{head}\n{line}" if line else head


def _database(record: Record) -> Match | None:
    """Match ``psycopg2.OperationalError``."""

    def holds(text: str) -> bool:
        return "psycopg2.operationalerror" in text.lower()

    return _first_line(record, "log-database-error", CRITICAL, holds)


def _assets(record: Record) -> Match | None:
    """Match ``KeyError.*assets``."""

    def holds(text: str) -> bool:
        lines = text.lower().split("\n")  # an object's text has several
        return any(_in_order(line, "keyerror", "assets") for line in lines)

    return _first_line(record, "log-asset-error", CRITICAL, holds)


def _critical(record: Record) -> Match | None:
    """Match ``CRITICAL``: the level of the record, or a word inside its message."""
    if record.level == "CRITICAL":
        at = min(record.lines)
        lines = record.lines[at].text.split("\n")
        told = (line for line in lines if line.upper() != record.level)
        return Match("log-critical", CRITICAL, at, next(told, lines[0]))
    said = attrgetter("message")
    return _first_line(record, "log-critical", WARNING, _WORD.search, said)


def _own(pattern: re.Pattern[str]) -> Matcher:
    def look(record: Record) -> Match | None:
        return _first_line(record, "log-pattern-found", CRITICAL, pattern.search)

    return look


def _in_order(text: str, first: str, second: str) -> bool:
    """Tell whether ``second`` stands after ``first``, in one pass over ``text``."""
    return second in text.partition(first)[2]
