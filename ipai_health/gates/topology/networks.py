"""Networks that services use without anybody declaring them."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.variables import is_unknown
from .stack import Stack

IMPLICIT = "default"
"""The network docker compose makes by itself."""


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every service and network it uses undeclared."""
    if "*" in stack.project.incomplete:
        return
    declared = stack.project.resources.get("networks", {})
    for service in stack.services:
        for network in service.networks:
            if network in declared or network == IMPLICIT or is_unknown(network):
                continue
            yield service.finding(
                "compose-network-undeclared",
                f"{service.name}:{network}",
                f"{service.name} uses {network}, which no networks section declares.",
                "networks",
            )
