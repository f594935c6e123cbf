"""Whether Odoo reaches PostgreSQL: a shared network, and a name that answers there."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import replace

from ...core.finding import Finding
from ..composition.roles import Roles, is_no_database, serves
from ..composition.service import HOST_NETWORK, Service
from .hosts import Host, host_of
from .stack import Stack

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield at most one finding for every Odoo."""
    for odoo in stack.roles.odoo:
        if odoo.complete and (serves(odoo) or len(stack.roles.odoo) == 1):
            yield from _judge_one(odoo, stack)


def _judge_one(odoo: Service, stack: Stack) -> Iterator[Finding]:
    host = host_of(odoo, stack)
    servers = servers_of(stack.roles)
    other = no_database(host, odoo, stack) if host else None
    if host and other:
        yield _mistaken(odoo, host, other)
        return
    if host and _answers(host.name, odoo, stack):
        return
    if not servers or (host and is_elsewhere(host.name)):
        name = f" ({host.name})" if host else ""
        yield odoo.finding(
            "compose-database-external",
            odoo.name,
            f"The PostgreSQL of {odoo.name}{name} is none of these services.",
        )
        return
    meant = [one for one in servers if host and host.name in one.names] or servers
    reachable = [server for server in servers if _neighbours(odoo, server, stack)]
    if not any(_neighbours(odoo, server, stack) for server in meant):
        yield _not_shared(odoo, meant[0])
    elif host:
        names = {name for one in reachable for name in _names(one, odoo, stack)}
        yield _unresolvable(odoo, host, sorted(names))


def _not_shared(odoo: Service, meant: Service) -> Finding:
    theirs = ", ".join(meant.networks) or meant.network_mode
    ours = ", ".join(odoo.networks) or odoo.network_mode
    return odoo.finding(
        "compose-network-not-shared",
        f"{odoo.name}:{meant.name}",
        f"{odoo.name} is on {ours}, {meant.name} on {theirs}.",
        "networks",
    )


def _unresolvable(odoo: Service, host: Host, names: list[str]) -> Finding:
    return odoo.finding(
        "compose-host-unresolvable",
        f"{odoo.name}:{host.name}",
        f"{odoo.name} looks for {host.name} ({host.origin}); PostgreSQL answers to "
        f"{', '.join(names)} only.",
        *host.path,
    )


def _mistaken(odoo: Service, host: Host, other: Service) -> Finding:
    finding = odoo.finding(
        "compose-host-unresolvable",
        f"{odoo.name}:{host.name}",
        f"{odoo.name} looks for PostgreSQL at {host.name} ({host.origin}), which runs "
        f"{other.image}.",
        *host.path,
    )
    return replace(finding, remedy="Name the service that is PostgreSQL.")


def no_database(host: Host, odoo: Service, stack: Stack) -> Service | None:
    """Return what answers to ``host`` where that is plainly no PostgreSQL."""
    named = [one for one in stack.called(host.name) if one.name != odoo.name]
    return named[0] if named and all(map(is_no_database, named)) else None


def servers_of(roles: Roles) -> list[Service]:
    """Return the services that Odoo may connect to: servers and poolers."""
    return [*roles.postgres, *roles.poolers]


def _answers(name: str, odoo: Service, stack: Stack) -> bool:
    """Tell whether any service, or the host, answers to ``name`` for ``odoo``."""
    if name in odoo.mapping("extra_hosts"):
        return True
    if _by_link(name, odoo):
        return True
    if name in LOOPBACK or name.startswith("/"):
        return _answers_here(name, odoo, stack)
    return any(
        _neighbours(odoo, other, stack) and name in _names(other, odoo, stack)
        for other in stack.called(name)
        if other.name != odoo.name
    )


def _by_link(name: str, odoo: Service) -> bool:
    links = [
        str(one) for key in ("links", "external_links") for one in odoo.listed(key)
    ]
    return any(name in link.split(":") for link in links)


def _answers_here(name: str, odoo: Service, stack: Stack) -> bool:
    """Tell whether PostgreSQL can be on Odoo's own loopback, or its socket shared."""
    servers = servers_of(stack.roles)
    if name.startswith("/"):
        return True  # a socket comes by a volume
    if odoo.network_mode == HOST_NETWORK:
        return any(one.ports or one.network_mode == HOST_NETWORK for one in servers)
    space = _space(odoo, stack)
    return any(_space(one, stack) == space for one in servers)


def _space(service: Service, stack: Stack) -> str:
    """Return what names the loopback it has, alone or with others."""
    home = _home(service, stack)
    return home.network_mode if ":" in home.network_mode else home.name


def _home(service: Service, stack: Stack) -> Service:
    """Return the service whose network it lives in, itself if it has its own."""
    passed = set()
    while service.name not in passed:
        passed.add(service.name)
        kind, _, name = service.network_mode.partition(":")
        for other in stack.called(name):
            if name == {"service": other.name, "container": other.container}.get(kind):
                service = other
    return service


def _networks(service: Service, stack: Stack) -> set[str]:
    """Return what docker calls the networks it is on."""
    home = _home(service, stack)
    return {home.network_name(key) for key in home.networks}


def _neighbours(odoo: Service, other: Service, stack: Stack) -> bool:
    return bool(_networks(odoo, stack) & _networks(other, stack)) or bool(
        odoo.network_mode == HOST_NETWORK and other.ports
    )


def _names(server: Service, odoo: Service, stack: Stack) -> set[str]:
    ours = _networks(odoo, stack)
    return {
        name
        for key in server.networks
        if server.network_name(key) in ours
        for name in server.names_on(key)
    }


def is_outside(name: str, odoo: Service) -> bool:
    """Tell whether ``name`` leads ``odoo`` plainly out of this composition."""
    return is_elsewhere(name) or name in odoo.mapping("extra_hosts")


def is_elsewhere(name: str) -> bool:
    """Tell whether ``name`` is plainly meant to be outside of this composition."""
    try:
        return not ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "host.docker.internal" or "." in name.strip(".")
