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


Scope = Literal["database", "node"]

DATABASE: Scope = "database"
NODE: Scope = "node"

UNHURRIED = 3600.0
"""Seconds for a look that somebody asked for by hand and waits for."""


def _say_nothing(done: int, total: int) -> None:
    """Take progress and forget it."""


def _keep_nothing(memo: Any) -> None:
    """Take what is to be remembered and forget it."""


def _hold_on() -> None:
    """Go on in the same transaction."""


@dataclass
class Look:
    """One look of one check.

    ``open_subjects`` holds rule and subject of the findings of this check that are
    open or muted now. ``memo`` is what the last completed look chose to remember
    (JSON, ``None`` the first time); a check leaves its successor's in ``new_memo``.
    ``progress(done, total)`` tells people how far the look is, and ``keep(memo)``
    remembers at once, so that a look that is stopped or killed can be carried on by
    the next one. ``let_go()`` ends the transaction it reads in, and with it every lock:
    a look that takes minutes and needs no snapshot calls it between two batches, or
    an upgrade would wait for it, and users for the upgrade. ``seconds`` is the time
    there is, and ``scope`` says whether the database is looked at or the node that
    looks. ``live`` is a look for a person, which nobody stores and no other
    follows.

    Whatever a completed look yields is the whole truth of its check: findings it
    does not yield again are resolved. A look that takes part of the truth from
    ``memo`` therefore yields that part again.
    """

    depth: Depth = FULL
    open_subjects: frozenset[tuple[str, str]] = frozenset()
    memo: Any = None
    new_memo: Any = None
    progress: Callable[[int, int], None] = field(default=_say_nothing)
    keep: Callable[[Any], None] = field(default=_keep_nothing)
    let_go: Callable[[], None] = field(default=_hold_on)
    scope: Scope = DATABASE
    live: bool = False
    seconds: float = 60.0


class CheckSkipped(Exception):
    """The check does not apply here; its text says why."""
