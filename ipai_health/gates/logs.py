"""``logs``: the contract's patterns must not stand at the end of the server log."""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from ..core.log import LINES, look, look_at_file
from ..core.log.tail import is_binary, read_stream
from ..core.report import Report
from . import option_types
from .errors import CannotLook
from .pipe import open_pipe

PATIENCE = 60.0
"""Seconds for a look with patterns of one's own, which may backtrack for ever."""

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
        type=option_types.count,
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
    lines = options.lines
    with _limited(PATIENCE if own else 0):
        if options.file == "-":
            return _look_at_stream(sys.stdin.buffer, "standard input", lines, own)
        path = Path(options.file) if options.file else _usual_place()
        if path.is_fifo():
            with open_pipe(path) as stream:
                return _look_at_stream(stream, str(path), lines, own)
        return look_at_file(path, lines, own, _note)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise ``CannotLook`` after ``seconds`` (0: never), where there are alarms.

    A signal is all that stops ``re``; it reaches the main thread only, where gates run.
    """

    def give_up(_number: int, _frame: FrameType | None) -> NoReturn:
        raise CannotLook(f"the patterns need more than {seconds:g} s for this log")

    if not seconds or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _look_at_stream(
    stream: IO[bytes], name: str, lines: int, own: list[re.Pattern[str]]
) -> Report:
    end = read_stream(stream, lines)
    if is_binary(end.data):
        raise CannotLook(f"{name}: binary data, not a log")
    return look(end, name, None, lines, own)


def _note(reason: str) -> None:
    print(f"ipai-health: left out {reason}", file=sys.stderr)


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
