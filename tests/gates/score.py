"""Counts what a gate found against what it had to find."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

Pair = tuple[str, str]
"""A rule and the subject without the file's name; ``*`` for any."""


@dataclass
class Score:
    """Recall and precision over many samples, and what went wrong in words."""

    wanted: int = 0
    found: int = 0
    reported: int = 0
    right: int = 0
    misses: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)

    def add(self, name: str, expected: frozenset[Pair], reported: set[Pair]) -> None:
        """Count one sample."""
        self.wanted += len(expected)
        self.reported += len(reported)
        for pair in expected:
            if any(_agrees(pair, one) for one in reported):
                self.found += 1
            else:
                self.misses.append(f"{name}: {pair}")
        for one in reported:
            if any(_agrees(pair, one) for pair in expected):
                self.right += 1
            else:
                self.false_alarms.append(f"{name}: {one}")

    @property
    def recall(self) -> float:
        """Return the part of the faults that was found."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Return the part of the findings that is right."""
        return self.right / self.reported if self.reported else 1.0

    def __str__(self) -> str:
        """Say it all, for the message of an assertion."""
        lines = [f"recall {self.recall:.3f}, precision {self.precision:.3f}"]
        lines += [f"missed: {one}" for one in self.misses]
        lines += [f"false alarm: {one}" for one in self.false_alarms]
        return "\n".join(lines)


def _agrees(expected: Pair, reported: Pair) -> bool:
    rule, subject = expected
    return rule == reported[0] and (
        subject == reported[1] or fnmatchcase(reported[1], subject)
    )
