"""What is wrong among the nodes of one database: one judgement, for the check that
tells it and for the helper thread that notices when it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import thresholds

DRIFT = "node-code-drift"
SILENT = "node-silent"
SKEW = "node-clock-skew"


class Node(NamedTuple):
    """A node as its row tells; times are seconds before now on the database's clock.

    ``unseen`` since its last sign of life, ``steady`` since it began to give them
    without a gap, ``started`` since its start. ``beat`` is how often it gives one.
    """

    name: str
    fingerprint: str
    started: float
    unseen: float
    steady: float
    beat: float
    stopped: bool
    clock_skew: float

    @property
    def patience(self) -> float:
        """Return the seconds without a sign of life that are no reason to worry."""
        return thresholds.NODE_SILENT_BEATS * self.beat + thresholds.NODE_SILENT_SLACK


class Trouble(NamedTuple):
    """One fault: of which rule, of which node, and next to which other node."""

    rule: str
    node: Node
    other: Node | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Return rule and subject of the finding."""
        return self.rule, self.node.name


def judge(
    nodes: Sequence[Node], skew: float = thresholds.CLOCK_SKEW
) -> Iterator[Trouble]:
    """Yield what is wrong among ``nodes``, all those of one database; ``skew`` are the
    seconds that a clock may be wrong.
    """
    running = [node for node in nodes if not node.stopped]
    silent = [node for node in running if _is_silent(node, running)]
    living = [node for node in running if node.unseen <= node.patience]
    for node in silent:
        yield Trouble(SILENT, node)
    yield from _drift(living)
    for node in living:
        if abs(node.clock_skew) > skew:
            yield Trouble(SKEW, node)


def _is_silent(node: Node, running: Sequence[Node]) -> bool:
    """Tell whether somebody saw ``node`` go: after a failure of the database every
    node is late, and has the same time again to come back.
    """
    if node.unseen <= node.patience:
        return False
    return any(
        other.unseen <= other.patience and other.steady > node.patience
        for other in running
        if other is not node
    )


def _drift(living: Sequence[Node]) -> Iterator[Trouble]:
    """Yield the nodes whose code is not that of the most, and of the newest among
    equals: of two nodes the one that was not restarted since is out of date.
    """
    by_code: dict[str, list[Node]] = {}
    for node in living:
        if node.fingerprint:
            by_code.setdefault(node.fingerprint, []).append(node)
    if len(by_code) < 2:
        return
    chosen = max(
        by_code.values(),
        key=lambda same: (len(same), -min(node.started for node in same)),
    )
    reference = min(chosen, key=lambda node: node.started)
    for same in by_code.values():
        if same is not chosen:
            for node in same:
                yield Trouble(DRIFT, node, reference)
