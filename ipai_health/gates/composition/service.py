"""One service of a project, as the questions about it read it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.finding import Finding
from ..errors import CannotLook
from .project import Project, Values
from .variables import is_unknown, read_env_file

HOST_NETWORK = "host"


@dataclass(frozen=True)
class Service:
    """A service by its name; missing keys read as empty."""

    name: str
    project: Project

    @property
    def values(self) -> Values:
        """Return the merged values in long shape."""
        return self.project.services[self.name]

    @property
    def complete(self) -> bool:
        """Tell whether all of it stands in files that are here."""
        return not self.project.incomplete & {self.name, "*"}

    @property
    def image(self) -> str:
        """Return the image, or nothing when it is only built."""
        return str(self.values.get("image") or "")

    @property
    def build(self) -> Values:
        """Return how it is built, or nothing."""
        return self.mapping("build")

    @property
    def environment(self) -> Values:
        """Return the variables written in the file itself."""
        return self.mapping("environment")

    @property
    def variables(self) -> Values:
        """Return the whole environment: that of its env files, then the file's own."""
        found: Values = {}
        for file in self._env_files():
            if file.is_file():
                with contextlib.suppress(CannotLook):
                    found.update(read_env_file(file))
        return {**found, **self.environment}

    @property
    def has_hidden_variables(self) -> bool:
        """Tell whether an env file is not here, as secrets should not be."""
        return not all(file.is_file() for file in self._env_files())

    def _env_files(self) -> list[Path]:
        return [Path(str(one.get("path"))) for one in self.listed("env_file")]

    @property
    def words(self) -> list[str]:
        """Return entrypoint and command as one list of words."""
        return [*self.listed("entrypoint"), *self.listed("command")]

    @property
    def networks(self) -> dict[str, list[str]]:
        """Return the networks it is attached to, each with the aliases there."""
        if self.values.get("network_mode"):
            return {}
        found = self.mapping("networks") or {"default": None}
        return {
            name: [str(one) for one in _list((entry or {}).get("aliases"))]
            if isinstance(entry or {}, dict)
            else []
            for name, entry in found.items()
        }

    @property
    def network_mode(self) -> str:
        """Return what it uses instead of networks, or nothing."""
        return str(self.values.get("network_mode") or "")

    @property
    def dependencies(self) -> set[str]:
        """Return the services it is started after, by depends_on or links."""
        links = {str(link).partition(":")[0] for link in self.listed("links")}
        shared = self.network_mode.partition("service:")[2]
        return {*self.mapping("depends_on"), *links, *({shared} if shared else ())}

    @property
    def mounts(self) -> list[Values]:
        """Return volumes and binds in long shape."""
        return [one for one in self.listed("volumes") if isinstance(one, dict)]

    @property
    def ports(self) -> list[Values]:
        """Return published ports in long shape."""
        return [one for one in self.listed("ports") if isinstance(one, dict)]

    @property
    def container(self) -> str:
        """Return the name that its container is given, or nothing."""
        return str(self.values.get("container_name") or "")

    def names_on(self, network: str) -> set[str]:
        """Return the names under which others on ``network`` reach it."""
        host = str(self.values.get("hostname") or "")
        names = {self.name, self.container, host, *self.networks.get(network, ())}
        return names - {""}

    @property
    def names(self) -> set[str]:
        """Return all its names, on whichever network."""
        return set().union(*map(self.names_on, ("", *self.networks)))

    def network_name(self, key: str) -> str:
        """Return docker's own name of the network ``key``, as far as it is told.

        Two keys with one name are one network.
        """
        declared = self.project.resources.get("networks", {}).get(key)
        declared = declared if isinstance(declared, dict) else {}
        external = declared.get("external")
        named = external.get("name") if isinstance(external, dict) else None
        if name := declared.get("name") or named:
            return str(name)
        return key if external else f"{self.project.folder.name}_{key}"

    def mapping(self, key: str) -> Values:
        """Return the mapping under ``key``, empty when there is none."""
        found = self.values.get(key)
        return found if isinstance(found, dict) else {}

    def listed(self, key: str) -> list[Any]:
        """Return the list under ``key``, empty when there is none."""
        return _list(self.values.get(key))

    def variable(self, *names: str) -> str | None:
        """Return the first of these variables that is set to a known text."""
        for name in names:
            value = self.variables.get(name)
            if value is not None and str(value) and not is_unknown(value):
                return str(value)
        return None

    def finding(self, rule: str, subject: str, message: str, *path: str) -> Finding:
        """Return a finding placed at the deepest key of ``path`` that has a line."""
        steps = ("services", self.name, *path)
        places = self.project.places
        place = next(
            (
                places[steps[:length]]
                for length in range(len(steps), 0, -1)
                if steps[:length] in places
            ),
            (self.project.files[-1], None),
        )
        return Finding(rule, subject, message, file=place[0], line=place[1])


def services_of(project: Project) -> Iterator[Service]:
    """Yield every service, also those of profiles."""
    for name in project.services:
        yield Service(name, project)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
