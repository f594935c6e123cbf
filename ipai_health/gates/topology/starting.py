"""Whether Odoo waits for PostgreSQL, and whether there is what services wait for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...core.finding import Finding
from ..composition.roles import serves
from ..composition.service import Service
from .hosts import host_of
from .reaching import is_elsewhere, servers_of
from .stack import Stack


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every service that waits for what is not there, and for
    every Odoo that starts without waiting.
    """
    if "*" not in stack.project.incomplete:
        for service in stack.services:
            yield from _undefined(service)
    names = {server.name for server in servers_of(stack.roles)}
    if not names:
        return
    waiting = _waiting_for(names, stack)
    for odoo in stack.roles.odoo:
        if not odoo.complete or not serves(odoo) or odoo.name in waiting:
            continue
        if _undefined_names(odoo) or _uses_another(odoo, stack, names):
            continue
        yield odoo.finding(
            "compose-depends-on-missing",
            odoo.name,
            f"{odoo.name} does not depend on {' or '.join(sorted(names))}.",
            "depends_on",
        )


def _undefined(service: Service) -> Iterator[Finding]:
    """Yield a finding for the dependencies for which docker compose refuses all."""
    names = ", ".join(_undefined_names(service))
    if names:
        finding = service.finding(
            "compose-depends-on-missing",
            service.name,
            f"{service.name} depends on {names}: not there, so docker compose refuses "
            "the project.",
            "depends_on",
        )
        yield replace(finding, remedy=f"Define {names}, or take it out of depends_on.")


def _undefined_names(service: Service) -> list[str]:
    return [
        name
        for name, entry in service.mapping("depends_on").items()
        if name not in service.project.services and _is_required(entry)
    ]


def _is_required(entry: object) -> bool:
    return not isinstance(entry, dict) or entry.get("required") is not False


def _waiting_for(names: set[str], stack: Stack) -> set[str]:
    """Return the services that are started after one of ``names``, at any distance."""
    dependents: dict[str, list[str]] = {}
    for service in stack.services:
        for name in service.dependencies:
            dependents.setdefault(name, []).append(service.name)
    found: set[str] = set()
    pending = list(names)
    while pending:
        for name in dependents.get(pending.pop(), ()):
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def _uses_another(odoo: Service, stack: Stack, names: set[str]) -> bool:
    """Tell whether its database is plainly outside of this composition."""
    host = host_of(odoo, stack)
    return bool(host and host.name not in names and is_elsewhere(host.name))
