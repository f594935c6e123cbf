"""What ten nodes cost their database, every statement counted: 13 minutes."""

import time

import pytest

from tests.live.node_cluster import nodes, until

__all__ = ["nodes"]

SETTLED = 45.0
"""Seconds after which every node has stored its first look."""

WINDOW = 630.0
"""Seconds to count in: each node's next look is among what is counted."""


@pytest.mark.torture
def test_ten_nodes_cost_less_than_two_statements_a_second(nodes, cluster):
    for setting in ("log_statement = 'all'", "log_min_messages = 'log'"):
        cluster.administer(f"ALTER DATABASE shop SET {setting}")
    for _number in range(10):
        nodes.start(words=("--max-cron-threads=0",))
    until(lambda: len(nodes.rows()) == 10)
    time.sleep(SETTLED)
    before = _statements(cluster)
    time.sleep(WINDOW)
    rate = (_statements(cluster) - before) / WINDOW
    print(f"ten nodes: {rate:.2f} statements a second")
    assert 0 < rate < 2
    assert nodes.told() == []


def _statements(cluster):
    """Return how many statements the log has, BEGIN and COMMIT included."""
    return cluster.log.read_text(errors="replace").count("LOG:  statement:")
