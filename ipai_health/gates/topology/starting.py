"""Whether Odoo waits for PostgreSQL, and whether there is what services wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...core.finding import Finding
from ..composition.roles import serves
from ..composition.service import Service
from ..composition.swarm import is_placed, is_stack
from .hosts import host_of
from .reaching import is_outside, no_database, servers_of
from .stack import Stack


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every service that waits for what is not there, and for
    every Odoo that starts without waiting.
    """
    if is_stack(stack.project):
        return  # docker stack deploy reads no depends_on
    if "*" not in stack.project.incomplete:
        for service in stack.services:
            yield from _undefined(service)
    if not is_placed(stack.project):
        yield from _not_waiting(stack)


def _not_waiting(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every Odoo that starts without its database; in a swarm what
    ends for want of it is started again.
    """
    dependents = _dependents(stack)
    waiting: dict[frozenset[str], set[str]] = {}
    for odoo in stack.roles.odoo:
        if not odoo.complete or not serves(odoo) or _undefined_names(odoo):
            continue
        names = _needed(odoo, stack)
        if names not in waiting:
            waiting[names] = _waiting_for(names, dependents)
        if not names or odoo.name in waiting[names]:
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


def _dependents(stack: Stack) -> dict[str, list[str]]:
    """Return by each service those that depend on it themselves."""
    dependents: dict[str, list[str]] = {}
    for service in stack.services:
        for name in service.dependencies:
            dependents.setdefault(name, []).append(service.name)
    return dependents


def _waiting_for(
    names: frozenset[str], dependents: Mapping[str, list[str]]
) -> set[str]:
    """Return the services that are started after one of ``names``, at any distance."""
    found: set[str] = set()
    pending = list(names)
    while pending:
        for name in dependents.get(pending.pop(), ()):
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def _needed(odoo: Service, stack: Stack) -> frozenset[str]:
    """Return the services that may be its database: those that answer to the name it
    uses, else all, none where the database is plainly elsewhere.
    """
    host = host_of(odoo, stack)
    named = [one for one in stack.called(host.name) if one != odoo] if host else []
    if host and no_database(host, odoo, stack):
        return frozenset()  # the name is wrong, which is told
    if host and not named and is_outside(host.name, odoo):
        return frozenset()
    return frozenset(one.name for one in named or servers_of(stack.roles))
