"""The contract's patterns at the end of a server log, whoever asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from ..errors import CannotLook
from ..report import Report
from .finding import findings
from .pattern import match
from .record import EXTENDED, last_records
from .rotated import predecessor
from .tail import End, read_end

LINES = 100
"""How much of the log the contract speaks of."""


def look_at_file(
    path: Path,
    lines: int = LINES,
    own: Sequence[re.Pattern[str]] = (),
    note: Callable[[str], object] | None = None,
) -> Report:
    """Look at the last ``lines`` of the file; where rotation left fewer, at the
    piece that it cut off too. Raises ``CannotLook``.

    ``note`` is told why that piece cannot be read.
    """
    end = read_end(path, lines)
    report = look(end, path.name, path, lines, own)
    earlier = predecessor(path)
    if report.inspected < lines and earlier and not end.lines_before:
        try:
            before = read_end(earlier, lines)
        except CannotLook as reason:
            if note:
                note(str(reason))
            return report
        missing = lines - report.inspected
        _add(report, look(before, path.name, earlier, missing, own))
    return report


def _add(report: Report, other: Report) -> None:
    """Add what ``other`` tells beyond ``report``."""
    told = {(one.rule, one.subject) for one in report.findings}
    report.findings += [
        one for one in other.findings if (one.rule, one.subject) not in told
    ]
    report.inspected += other.inspected


def look(
    end: End,
    name: str,
    path: Path | None,
    lines: int = LINES,
    own: Sequence[re.Pattern[str]] = (),
) -> Report:
    """Look at the last ``lines`` of ``end``; ``inspected`` counts them."""
    first, raw = _last_lines(end, lines + EXTENDED)
    records = last_records(raw, lines)
    found = filter(None, (match(record, own) for record in records))
    file = str(path) if path else None

    def place(position: int) -> tuple[str | None, int | None]:
        return file, (first + position if file and first else None)

    return Report("logs", findings(found, name, place), min(lines, len(raw)))


def _last_lines(end: End, count: int) -> tuple[int | None, list[str]]:
    """Return the number of the first of the last ``count`` lines, and these lines."""
    text = end.data.lstrip(b"\0").decode("utf-8", "replace").removesuffix("\n")
    lines = text.rsplit("\n", count) if text else []
    before = end.lines_before
    if len(lines) > count:
        cut_off = lines.pop(0).count("\n") + 1
        before = None if before is None else before + cut_off
    return (None if before is None else before + 1), lines
