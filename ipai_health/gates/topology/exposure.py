"""Whether the port of PostgreSQL is open to the network."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.variables import is_unknown
from .stack import Stack

LOCAL = ("127.", "localhost", "::1")
EVERY = ("", "0.0.0.0", "::")  # nosec B104


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every PostgreSQL that publishes a port beyond this host."""
    for server in (*stack.roles.postgres, *stack.roles.poolers):
        for port in server.ports:
            address = str(port.get("host_ip") or "")
            if address.startswith(LOCAL) or is_unknown(address):
                continue
            published = port.get("published") or "a free port"
            where = "every address of the host" if address in EVERY else address
            yield server.finding(
                "compose-db-port-public",
                server.name,
                f"{server.name} publishes {published} on {where}.",
                "ports",
            )
            break
