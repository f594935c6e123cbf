"""Among the nodes of one database: who is silent, out of date, or in another time."""

from __future__ import annotations

import pytest

from ipai_health.core import thresholds
from ipai_health.core.nodes import Node, judge

WELL = Node(
    name="a",
    fingerprint="new",
    started=1000.0,
    unseen=1.0,
    steady=900.0,
    beat=10.0,
    stopped=False,
    clock_skew=0.0,
)
PATIENCE = WELL.patience


def told(*nodes: Node) -> list[tuple[str, str]]:
    return [trouble.pair for trouble in judge(nodes)]


def node(name: str, **values) -> Node:
    return WELL._replace(name=name, **values)


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [WELL],
        [WELL, node("b")],
        [WELL, node("b", unseen=PATIENCE)],
        [WELL, node("b", unseen=PATIENCE + 1, stopped=True)],
        [WELL, node("b", fingerprint="")],
        [WELL, node("b", fingerprint="old", unseen=PATIENCE + 1, stopped=True)],
        [node("a", unseen=PATIENCE + 1), node("b", unseen=PATIENCE + 1)],
        [node("a", steady=PATIENCE), node("b", unseen=PATIENCE + 1)],
        [node("a", clock_skew=thresholds.CLOCK_SKEW)],
        [node("a", clock_skew=-thresholds.CLOCK_SKEW)],
    ],
)
def test_quiet_among_healthy_nodes(nodes):
    assert told(*nodes) == []


def test_a_node_that_somebody_saw_go_is_silent():
    assert told(WELL, node("b", unseen=PATIENCE + 1)) == [("node-silent", "b")]
    late = node("b", unseen=PATIENCE + 1), node("c", unseen=PATIENCE + 1)
    assert told(WELL, *late) == [("node-silent", "b"), ("node-silent", "c")]


@pytest.mark.parametrize("skew", [1.0, -1.0])
def test_a_clock_that_is_off_either_way_is_told(skew):
    off = node("b", clock_skew=skew * (thresholds.CLOCK_SKEW + 1))
    assert told(WELL, off) == [("node-clock-skew", "b")]


def test_of_two_the_older_is_out_of_date():
    old = node("b", fingerprint="old", started=2000.0)
    (trouble,) = judge([WELL, old])
    assert trouble.pair == ("node-code-drift", "b")
    assert trouble.other == WELL
    (trouble,) = judge([WELL._replace(started=3000.0), old])
    assert trouble.pair == ("node-code-drift", "a")


def test_of_three_the_one_apart_is_out_of_date_however_new():
    apart = node("c", fingerprint="odd", started=1.0)
    others = WELL, node("b", started=500.0)
    (trouble,) = judge([*others, apart])
    assert trouble.pair == ("node-code-drift", "c")
    assert trouble.other == others[1]


def test_what_a_silent_node_runs_does_not_count():
    silent = node("b", fingerprint="old", unseen=PATIENCE + 1)
    assert told(WELL, silent) == [("node-silent", "b")]
