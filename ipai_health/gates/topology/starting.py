"""Whether Odoo waits for PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.roles import serves
from ..composition.service import Service
from .hosts import host_of
from .reaching import is_elsewhere, servers_of
from .stack import Stack


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every Odoo that starts without waiting."""
    servers = servers_of(stack.roles)
    names = {server.name for server in servers}
    for odoo in stack.roles.odoo:
        if not odoo.complete or not serves(odoo) or not servers:
            continue
        if _waits_for(odoo, stack) & names or _uses_another(odoo, stack, names):
            continue
        undefined = [
            name
            for name in odoo.mapping("depends_on")
            if name not in stack.project.services
        ]
        hint = f" It names {undefined[0]}, which is not there." if undefined else ""
        yield odoo.finding(
            "compose-depends-on-missing",
            odoo.name,
            f"{odoo.name} does not depend on {' or '.join(sorted(names))}.{hint}",
            "depends_on",
        )


def _waits_for(service: Service, stack: Stack) -> set[str]:
    """Return all services that are started before ``service``."""
    found: set[str] = set()
    pending = [service]
    while pending:
        for name in pending.pop().dependencies - found:
            found.add(name)
            if name in stack.project.services:
                pending.append(Service(name, stack.project))
    return found


def _uses_another(odoo: Service, stack: Stack, names: set[str]) -> bool:
    """Tell whether its database is plainly outside of this composition."""
    host = host_of(odoo, stack)
    return bool(host and host.name not in names and is_elsewhere(host.name))
