"""What can be wrong with a composition: one question a file.

Each judge takes the ``Stack`` and yields findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...core.finding import Finding
from . import (
    addons_mounts,
    exposure,
    health,
    images,
    networks,
    proxies,
    reaching,
    secrets,
    starting,
)
from .stack import Stack

JUDGES: tuple[Callable[[Stack], Iterator[Finding]], ...] = (
    networks.judge,
    reaching.judge,
    starting.judge,
    health.judge,
    addons_mounts.judge,
    exposure.judge,
    images.judge,
    secrets.judge,
    proxies.judge,
)


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield everything that is wrong with ``stack``."""
    for one in JUDGES:
        yield from one(stack)
