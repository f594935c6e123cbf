"""``logs``: the contract's patterns must not stand at the end of the server log."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from ...core.report import Report
from ..errors import CannotLook
from .finding import findings
from .pattern import match
from .record import EXTENDED, last_records
from .rotated import predecessor
from .tail import End, is_binary, read_end, read_stream

LINES = 100
"""How much of the log the contract speaks of."""

USUAL_PLACES = ("/var/log/odoo/odoo.log", "/var/log/odoo/odoo-server.log")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the log, how much of it, and patterns of your own."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help=f"the log, - for standard input (default {USUAL_PLACES[0]})",
    )
    parser.add_argument(
        "--lines",
        type=int,
        default=LINES,
        metavar="N",
        help=f"look at the last N lines (default {LINES})",
    )
    parser.add_argument(
        "--pattern",
        action="append",
        default=[],
        metavar="REGEX",
        help="a pattern of your own that must not appear; repeatable",
    )


def run(options: argparse.Namespace) -> Report:
    """Look at the end of the log. Raises ``CannotLook``."""
    own = [_compiled(pattern) for pattern in options.pattern]
    lines = int(options.lines)
    if lines < 1:
        raise CannotLook(f"--lines {lines}: at least one line is needed")
    if options.file == "-":
        return look(_standard_input(lines), "standard input", None, lines, own)
    path = Path(options.file) if options.file else _usual_place()
    return look_at_file(path, lines, own)


def look_at_file(
    path: Path, lines: int = LINES, own: Sequence[re.Pattern[str]] = ()
) -> Report:
    """Look at the last ``lines`` of the file; where rotation left fewer, at the
    piece that it cut off too. Raises ``CannotLook``.
    """
    end = read_end(path, lines)
    report = look(end, path.name, path, lines, own)
    earlier = predecessor(path)
    if report.inspected < lines and earlier and not end.lines_before:
        before = read_end(earlier, lines)
        missing = lines - report.inspected
        other = look(before, path.name, earlier, missing, own)
        told = {(one.rule, one.subject) for one in report.findings}
        report.findings += [
            one for one in other.findings if (one.rule, one.subject) not in told
        ]
        report.inspected += other.inspected
    return report


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


def _standard_input(lines: int) -> End:
    end = read_stream(sys.stdin.buffer, lines)
    if is_binary(end.data):
        raise CannotLook("standard input: binary data, not a log")
    return end


def _usual_place() -> Path:
    for place in map(Path, USUAL_PLACES):
        if place.exists():
            return place
    raise CannotLook(f"which log? There is no {' nor '.join(USUAL_PLACES)}")


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.I)
    except re.error as error:
        raise CannotLook(f"--pattern {pattern}: not a pattern: {error}") from None
