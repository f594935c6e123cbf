"""One point in time by which everything must be over."""

from __future__ import annotations

import time


class Deadline:
    """``seconds`` from now, for all the steps of one look together."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left, never negative."""
        return max(self._end - time.monotonic(), 0.0)
