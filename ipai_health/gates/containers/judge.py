"""Whether containers run, are healthy, and answer to the database's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...core.finding import Finding
from ...core.severity import WARNING
from ..composition import programs
from .listing import Container, Network

Named = Sequence[Container] | Sequence[Network]
"""Whatever tells which names stand on a network."""

_DB = re.compile(r"(?:^|[-_])db(?:$|[-_\d])")


class _Kind(NamedTuple):
    """What tells a kind: words in a name or image, and the names it goes by itself."""

    speaks: Callable[[str], object]
    itself: re.Pattern[str]


_ODOO = _Kind(
    programs.speaks_of_odoo,
    re.compile(r"(?:odoo|openerp)(?:[-_]?(?:ce|ee|\d[\d.]*))?", re.I),
)
_DATABASE = _Kind(
    lambda text: programs.speaks_of_postgres(text) or _DB.search(text),
    re.compile(r"(?:db|postgres(?:ql)?)(?:[-_]?\d[\d.]*)?", re.I),
)


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


def _is(kind: _Kind, container: Container) -> bool:
    """Tell whether it is of ``kind``; what it is called by itself overrules its image,
    which may tell what else is in it, unless that is plainly another program.
    """
    image = programs.name_of(container.image).rpartition("/")[2]
    called = (container.own_name, container.service)
    if any(map(kind.itself.fullmatch, called)):
        return not programs.is_no_database(image)
    texts = (*called, container.image.rpartition("/")[2])
    if not any(map(kind.speaks, texts)) or programs.is_beside(image):
        return False
    return kind is not _DATABASE or not (
        any(map(programs.is_attending, called)) or programs.is_postgres_tool(image)
    )
