"""Matches told as findings: one for each distinct problem, not for each record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..finding import Finding
from ..redact import redact
from ..severity import SEVERITIES
from .line import without_header
from .pattern import Match

Place = Callable[[int], tuple[str | None, int | None]]
"""Gives the file and the line number of a position."""

_VARIABLE = re.compile(r"0x[0-9a-f]+|\b[0-9a-f]{8,}\b|(?<![a-z_])\d+", re.I)
_SUBJECT_LENGTH = 80
_EXCERPT_LENGTH = 300


def findings(matches: Iterable[Match], name: str, place: Place) -> list[Finding]:
    """Return one finding for each kind of ``matches`` in the log called ``name``."""
    kinds: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        kinds.setdefault((match.rule, _signature(match.text)), []).append(match)
    return [
        _finding(rule, f"{name}:{signature}", found, place)
        for (rule, signature), found in kinds.items()
    ]


def _finding(rule: str, subject: str, found: list[Match], place: Place) -> Finding:
    worst = min(found, key=lambda match: (SEVERITIES.index(match.severity), -match.at))
    file, line = place(worst.at)
    count = "once" if len(found) == 1 else f"{len(found)} times, the last"
    return Finding(
        rule=rule,
        subject=subject,
        message=f"Found {count}: {_excerpt(worst.text)}",
        severity=worst.severity,
        file=file,
        line=line,
    )


def _signature(text: str) -> str:
    """Return what stays the same when the same thing is logged again."""
    words = " ".join(redact(without_header(text)).split())
    return _VARIABLE.sub("#", words)[:_SUBJECT_LENGTH].rstrip()


def _excerpt(text: str) -> str:
    words = " ".join(redact(text).split())
    if len(words) <= _EXCERPT_LENGTH:
        return words
    return words[: _EXCERPT_LENGTH - 3] + "..."
