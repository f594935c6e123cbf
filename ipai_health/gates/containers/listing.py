"""What docker printed about containers, in any of its shapes, as one shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import CannotLook
from .printed import objects

SERVICE_LABEL = "com.docker.compose.service"
ONE_OFF_LABEL = "com.docker.compose.oneoff"
ONE_SHOT = "--stop-after-init"

_TASK = re.compile(
    r"(?:^|[-_.])(?:init|migrat\w*|updat\w*|upgrad\w*|setup|install|seed|provision\w*)"
    r"(?:$|[-_.\d])",
    re.I,
)
"""In the name of what does one thing and ends, where its command is not known."""
_CUT = "\u2026"
"""At the end of a command of which ``docker ps`` shows twenty characters."""

_HEALTH_IN_STATUS = re.compile(r"\((?:health: )?(healthy|unhealthy|starting)\)")


@dataclass(frozen=True)
class Container:
    """One container.

    ``networks`` maps the networks it is on to the names it has there; None where
    docker was not asked for them. ``done`` is one that was started to do one thing
    (``--stop-after-init``) and ended well.
    """

    name: str
    state: str
    health: str = ""
    image: str = ""
    service: str = ""
    one_off: bool = False
    done: bool = False
    networks: Mapping[str, frozenset[str]] | None = None

    @property
    def runs(self) -> bool:
        """Tell whether it runs now."""
        return self.state == "running"

    @property
    def own_name(self) -> str:
        """Return its name; nothing where docker compose made it of project, service
        and number.
        """
        made = re.compile(rf".+[-_]{re.escape(self.service)}[-_]\d+")
        return "" if self.service and made.fullmatch(self.name) else self.name

    def is_called(self, name: str) -> bool:
        """Tell whether ``name`` is its own or that of its service."""
        return name in (self.name, self.service)


@dataclass(frozen=True)
class Network:
    """One network and the names of the containers on it."""

    name: str
    containers: frozenset[str] = field(default_factory=frozenset)


def containers(text: str, where: str) -> list[Container]:
    """Return what ``docker ps``, ``docker compose ps`` or ``docker inspect`` printed.

    Raises ``CannotLook`` for anything else.
    """
    found = []
    for entry in objects(text, where):
        if "NetworkSettings" in entry or isinstance(entry.get("State"), dict):
            found.append(_inspected(entry))
        elif "State" in entry and ("Names" in entry or "Name" in entry):
            found.append(_listed(entry))
        else:
            raise CannotLook(f"{where}: not what docker ps or docker inspect prints")
    return found


def networks(text: str, where: str) -> list[Network] | list[Container]:
    """Return what ``docker network inspect`` or ``docker inspect`` printed.

    ``podman network inspect`` has the keys of the former in small letters.
    """
    entries = [_with_capitals(entry) for entry in objects(text, where)]
    if all("Driver" in entry and "Containers" in entry for entry in entries):
        return [_network(entry) for entry in entries]
    if any("NetworkSettings" not in entry for entry in entries):
        raise CannotLook(f"{where}: not what docker network inspect prints")
    return [_inspected(entry) for entry in entries]


def _listed(entry: Mapping[str, Any]) -> Container:
    """Return what one line of ``docker ps`` or ``docker compose ps`` says."""
    labels = _labels(entry.get("Labels"))
    status = str(entry.get("Status") or "")
    in_status = _HEALTH_IN_STATUS.search(status)
    health = str(entry.get("Health") or (in_status[1] if in_status else ""))
    name = _name(entry)
    service = str(entry.get("Service") or labels.get(SERVICE_LABEL) or "")
    return Container(
        name=name,
        state=str(entry["State"]).lower(),
        health=health,
        image=str(entry.get("Image") or ""),
        service=service,
        one_off=labels.get(ONE_OFF_LABEL) == "True",
        done=_does_one_thing(str(entry.get("Command") or _CUT), service or name)
        and (status.startswith("Exited (0)") or _ended_well(entry)),
    )


def _inspected(entry: Mapping[str, Any]) -> Container:
    state = _mapping(entry.get("State"))
    config = _mapping(entry.get("Config"))
    labels = _labels(config.get("Labels"))
    attached = _mapping(_mapping(entry.get("NetworkSettings")).get("Networks"))
    name = str(entry.get("Name") or "").lstrip("/")
    return Container(
        name=name,
        state=str(state.get("Status") or "unknown").lower(),
        health=_health(state),
        image=str(config.get("Image") or ""),
        service=str(labels.get(SERVICE_LABEL) or ""),
        one_off=labels.get(ONE_OFF_LABEL) == "True",
        done=ONE_SHOT in str(entry.get("Args")) and _ended_well(state),
        networks={
            network: frozenset({name, *_aliases(_mapping(end))})
            for network, end in attached.items()
        },
    )


def _name(entry: Mapping[str, Any]) -> str:
    """Return the name; docker lists several with commas, podman as a list."""
    names = entry.get("Names") or entry.get("Name") or ""
    listed = names if isinstance(names, list) else str(names).split(",")
    return str(listed[0]).lstrip("/")


def _health(state: Mapping[str, Any]) -> str:
    """Return how it is; podman has it under a key of its own."""
    health = _mapping(state.get("Health") or state.get("Healthcheck"))
    return str(health.get("Status") or "").replace("none", "")


def _does_one_thing(command: str, name: str) -> bool:
    is_task = _CUT in command and _TASK.search(name)
    return ONE_SHOT in command or bool(is_task)


def _ended_well(state: Mapping[str, Any]) -> bool:
    ended = "exited" in (state.get("Status"), state.get("State"))
    return ended and state.get("ExitCode") == 0


def _aliases(end: Mapping[str, Any]) -> Iterable[str]:
    for key in ("Aliases", "DNSNames"):
        values = end.get(key)
        if isinstance(values, list):
            yield from map(str, values)


def _network(entry: Mapping[str, Any]) -> Network:
    attached = _mapping(entry.get("Containers"))
    ends = (_with_capitals(_mapping(end)) for end in attached.values())
    names = (str(end.get("Name") or "") for end in ends)
    return Network(str(entry.get("Name") or ""), frozenset(names))


def _with_capitals(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{key[:1].upper()}{key[1:]}": value for key, value in entry.items()}


def _labels(value: object) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(key): str(label) for key, label in value.items()}
    pairs = (pair.partition("=") for pair in str(value or "").split(","))
    return {key: label for key, _equals, label in pairs}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
