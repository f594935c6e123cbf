"""What the runner hands to a check, and takes back from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Depth = Literal["quick", "standard", "full"]

QUICK: Depth = "quick"
"""What is cheap, what changed, and the subjects of open critical findings."""
STANDARD: Depth = "standard"
"""Everything that can have changed."""
FULL: Depth = "full"
"""Everything, with checksums."""

DEPTHS: tuple[Depth, ...] = (QUICK, STANDARD, FULL)
"""From cheapest to most thorough."""


def includes(depth: Depth, other: Depth) -> bool:
    """Tell whether a run of ``depth`` does what one of ``other`` would."""
    return DEPTHS.index(depth) >= DEPTHS.index(other)


def _say_nothing(done: int, total: int) -> None:
    """Take progress and forget it."""


@dataclass
class Look:
    """One look of one check.

    ``open_subjects`` holds rule and subject of the findings of this check that are
    open or muted now. ``memo`` is what the last completed look chose to remember
    (JSON, ``None`` the first time); a check leaves its successor's in ``new_memo``.
    ``progress(done, total)`` tells people how far the look is.

    Whatever a completed look yields is the whole truth of its check: findings it
    does not yield again are resolved. A look that takes part of the truth from
    ``memo`` therefore yields that part again.
    """

    depth: Depth = FULL
    open_subjects: frozenset[tuple[str, str]] = frozenset()
    memo: Any = None
    new_memo: Any = None
    progress: Callable[[int, int], None] = field(default=_say_nothing)


class CheckSkipped(Exception):
    """The check does not apply here; its text says why."""
