"""The long proofs use what the live tests use; ``make test`` leaves them out."""

from tests.live.conftest import *  # noqa: F403  fixtures are found by name
from tests.live.node_cluster import nodes

__all__ = ["nodes"]
