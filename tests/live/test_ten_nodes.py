"""What ten nodes cost their database, every statement counted: 13 minutes."""

import collections
import re
import time

import pytest

from tests.live.node_cluster import nodes, until

__all__ = ["nodes"]

FIRST_LOOK = 300.0
"""Seconds at most until every node has stored its first look, on a busy machine too."""

WINDOW = 630.0
"""Seconds to count in: each node's next look is among what is counted."""

STATEMENT = re.compile(r"LOG:  statement:\s+(.{0,60})")


@pytest.mark.torture
def test_ten_nodes_cost_less_than_two_statements_a_second(nodes, cluster):
    for setting in ("log_statement = 'all'", "log_min_messages = 'log'"):
        cluster.administer(f"ALTER DATABASE shop SET {setting}")
    for _number in range(10):
        nodes.start(words=("--max-cron-threads=0",))
    until(lambda: len(nodes.rows()) == 10)
    until(lambda: _looked(nodes) == 10, FIRST_LOOK)
    time.sleep(10)  # what is told of a first look is told by now
    before = _statements(cluster)
    time.sleep(WINDOW)
    spent = _statements(cluster) - before
    rate = spent.total() / WINDOW
    print(f"ten nodes: {rate:.2f} statements a second")
    assert 0 < rate < 2, spent.most_common(40)
    assert nodes.told() == []


def _looked(nodes):
    """Return how many nodes have stored a look."""
    ((number,),) = nodes.sql(
        "SELECT count(DISTINCT node) FROM ipai_health_check,"
        " jsonb_object_keys(node_memos) AS node"
    )
    return number


def _statements(cluster):
    """Return how often the log has each statement, BEGIN and COMMIT included."""
    return collections.Counter(
        STATEMENT.findall(cluster.log.read_text(errors="replace"))
    )
