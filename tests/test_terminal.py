"""The line of the terminal that tells how far a run is."""

from __future__ import annotations

import io

from ipai_health.command.terminal import progress


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_told_on_one_line_that_goes_away() -> None:
    stream = Terminal()
    with progress(stream) as tell:
        tell("views", 1200, 3895)
    assert stream.getvalue() == "\r\033[Kviews: 1,200 of 3,895\r\033[K"


def test_quiet_where_nobody_watches() -> None:
    stream = io.StringIO()
    with progress(stream) as tell:
        assert tell is None
    assert stream.getvalue() == ""
