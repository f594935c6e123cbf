"""Whether containers run, are healthy, and answer to the database's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...core.finding import Finding
from ...core.severity import WARNING
from ..composition import programs
from .listing import Container, Network

Named = Sequence[Container] | Sequence[Network]
"""Whatever tells which names stand on a network."""

_DATABASE = re.compile(r"postgres|pgvector|timescale|postgis|(?:^|[-_])db(?:$|[-_\d])")
_ODOO = re.compile(r"odoo|openerp")
_BESIDE_DATABASE = re.compile(r"exporter|backup|dump", re.I)
"""In the name of what looks at a database, in its image as often as not."""

_BASE = re.compile(r"ubuntu|debian|alpine|busybox", re.I)
"""Images that say nothing of what runs in them."""


def concerning_odoo(containers: Iterable[Container]) -> list[Container]:
    """Return those that serve Odoo or PostgreSQL, by name, service or image."""
    return [one for one in containers if _is(_ODOO, one) or _is(_DATABASE, one)]


def called(containers: Iterable[Container], names: Sequence[str]) -> list[Container]:
    """Return those called one of ``names``."""
    return [one for one in containers if any(map(one.is_called, names))]


def missing(containers: Sequence[Container], names: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each of ``names`` that nothing is called."""
    for name in names:
        if not called(containers, [name]):
            message = f"There is no container or service {name}."
            yield Finding("container-not-running", name, message)


def services(containers: Iterable[Container]) -> Iterator[Finding]:
    """Yield what is wrong with ``containers``."""
    for container in containers:
        yield from _judge(container)


def tell_names(containers: Iterable[Container]) -> bool:
    """Tell whether the names that ``containers`` have on their networks are known."""
    return any(one.networks is not None for one in containers)


def alias(found: Named, name: str) -> Iterator[Finding]:
    """Yield a finding unless ``name`` stands on the network that Odoo is on.

    Where nothing is Odoo or PostgreSQL nobody needs the name.
    """
    containers = [one for one in found if isinstance(one, Container)]
    networks = [one for one in found if isinstance(one, Network)]
    if networks and not any(_holds(one, name) for one in networks):
        listed = ", ".join(sorted(one.name for one in networks))
        message = f"No container on network {listed} can answer to {name}."
        yield Finding("network-alias-missing", name, message)
    attached = [one for one in containers if one.networks]
    if concerning_odoo(attached) and not _answers(attached, name):
        message = f"No container that shares a network with Odoo answers to {name}."
        yield Finding("network-alias-missing", name, message)


def _judge(container: Container) -> Iterator[Finding]:
    if not container.runs:
        message = f"Container {container.name} is {container.state}."
        yield Finding("container-not-running", container.name, message)
    elif container.health == "unhealthy":
        message = f"Container {container.name} runs, and its health check fails."
        yield Finding("container-unhealthy", container.name, message)
    elif container.health == "starting":
        message = f"Container {container.name} is still starting."
        yield Finding("container-unhealthy", container.name, message, severity=WARNING)


def _holds(network: Network, name: str) -> bool:
    """Tell whether a container on ``network`` may answer to ``name``.

    ``docker network inspect`` tells no aliases, only container names, so one that
    has ``name`` as a part (odoo-postgres) is taken for it.
    """
    part = re.compile(rf"(?:^|[-_.]){re.escape(name)}(?:$|[-_.])")
    return any(map(part.search, network.containers))


def _answers(containers: Sequence[Container], name: str) -> bool:
    """Tell whether ``name`` resolves where Odoo is; anywhere, if nobody is Odoo."""
    odoo = [one for one in containers if _is(_ODOO, one) and not _is(_DATABASE, one)]
    reach = {network for one in odoo or containers for network in one.networks or ()}
    return any(
        name in names
        for one in containers
        for network, names in (one.networks or {}).items()
        if network in reach and one not in odoo
    )


def _is(kind: re.Pattern[str], container: Container) -> bool:
    called = (container.own_name, container.service)
    texts = (*called, container.image.rpartition("/")[2])
    return any(map(kind.search, texts)) and not _is_beside(kind, container)


def _is_beside(kind: re.Pattern[str], container: Container) -> bool:
    """Tell whether it serves what is ``kind`` rather than being it."""
    image = programs.name_of(container.image).rpartition("/")[2]
    if programs.is_other(_BASE.sub("", image)):
        return True
    called = f"{container.own_name} {container.service}"
    return kind is _DATABASE and bool(
        _BESIDE_DATABASE.search(called) or programs.is_postgres_tool(image)
    )
