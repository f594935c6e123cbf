"""The merged model of all files of a project."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import CannotLook
from ..text_file import read_text
from . import shapes
from .document import Document, Tagged, read
from .document import Path as KeyPath
from .merging import merged, untagged
from .variables import Text, filled_in, read_env_file

_NOT_HERE = re.compile(r"://|^git@|\$")
"""In what is included or extended from elsewhere, or from where nothing here tells."""

Values = dict[str, Any]
Place = tuple[str, int]
"""A file and a line."""

RESOURCES = ("networks", "volumes", "secrets", "configs")
MAX_FILES = 100
"""Files one project may be made of; more are a circle."""


@dataclass
class Project:
    """Services in long shape, and the other resources; ``places`` says where."""

    folder: Path
    services: dict[str, Values] = field(default_factory=dict)
    resources: dict[str, Values] = field(default_factory=dict)
    places: dict[KeyPath, Place] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    """Services of which a part stands in a file that is not here; ``*`` for all."""
    missing: list[str] = field(default_factory=list)
    """What these files are, in words."""


def load(files: Sequence[Path], environment: Mapping[str, str]) -> Project:
    """Return the project that ``files`` make, as docker compose merges them.

    Raises ``CannotLook`` for what docker compose could not read either.
    """
    folder = Path.cwd() if files[0].is_fifo() else files[0].resolve().parent
    variables = {**_dot_env(folder), **environment}
    return _Loader(variables).project(files, folder)


def _dot_env(folder: Path) -> dict[str, str]:
    path = folder / ".env"
    try:
        return read_env_file(path) if path.is_file() else {}
    except CannotLook:
        return {}


class _Loader:
    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.opened: list[Path] = []

    def project(self, files: Sequence[Path], folder: Path) -> Project:
        project = Project(folder)
        for file in files:
            self._add_file(project, file, folder)
        project.services = {
            name: untagged(values) for name, values in project.services.items()
        }
        return project

    def _add_file(self, project: Project, file: Path, folder: Path) -> None:
        project.files.append(str(file))
        for document in self._read(file):
            self._add(project, document, file, folder)

    def _add(
        self, project: Project, document: Document, file: Path, folder: Path
    ) -> None:
        values = document.value
        for entry in _listed(values.get("include")):
            self._include(project, entry, file)
        for path, line in document.lines.items():
            project.places[path] = (str(file), line)
        for name, service in _mapping(values, "services", file).items():
            if not isinstance(service, dict):
                raise CannotLook(f"{file}: service {name} is not a mapping")
            complete = self._extended(project, name, service, document, file, folder)
            earlier = project.services.get(name, {})
            project.services[name] = merged(earlier, complete)
        for kind in RESOURCES:
            earlier = project.resources.setdefault(kind, {})
            project.resources[kind] = merged(earlier, _mapping(values, kind, file))

    def _include(self, project: Project, entry: Any, file: Path) -> None:
        folder = file.resolve().parent
        options = entry if isinstance(entry, dict) else {"path": entry}
        named = [str(one) for one in _listed(options.get("path"))]
        paths = [folder / one for one in named]
        gone = [one for one in named if not (folder / one).is_file()]
        if gone or not paths:
            project.incomplete.add("*")
            lost = " ".join(one for one in gone if not _NOT_HERE.search(one))
            if lost:
                project.missing.append(f"{file}: includes {lost}: no such file")
            return
        base = folder / str(options.get("project_directory") or paths[0].parent)
        variables = dict(_dot_env(base.resolve()))
        for one in _listed(options.get("env_file")):
            if (folder / str(one)).is_file():
                variables = read_env_file(folder / str(one))
        inner = _Loader({**variables, **self.variables})
        inner.opened = self.opened
        for path in paths:
            inner._add_file(project, path, base.resolve())

    def _extended(
        self,
        project: Project,
        name: str,
        service: Values,
        document: Document,
        file: Path,
        folder: Path,
        chain: tuple[tuple[Path, str], ...] = (),
    ) -> Values:
        """Return ``service`` in long shape, laid over the one it extends."""
        own = dict(service)
        extends = own.pop("extends", None)
        shaped = self._passed_on(shapes.service(own, folder))
        if isinstance(extends, Tagged):
            extends = extends.value
        if not extends:
            return shaped
        options = extends if isinstance(extends, dict) else {"service": extends}
        base_name, base_file = str(options.get("service", name)), options.get("file")
        link = (file.resolve(), name)
        if link in chain or len(chain) > MAX_FILES:
            raise CannotLook(f"{file}: {name} extends itself")
        path = (folder / str(base_file)) if base_file else file
        if base_file and not path.is_file():
            project.incomplete.add(name)
            if not _NOT_HERE.search(str(base_file)):
                lost = f"{file}: {name} extends {base_file}: no such file"
                project.missing.append(lost)
            return shaped
        bases = [
            (base, one)
            for one in (self._read(path) if base_file else [document])
            if isinstance(
                base := _mapping(one.value, "services", path).get(base_name), dict
            )
        ]
        if not bases:
            raise CannotLook(f"{file}: {name} extends {base_name}, which is not there")
        base_folder = path.resolve().parent if base_file else folder
        links = (*chain, link)
        below: Values = {}
        for base, one in bases:
            complete = self._extended(
                project, base_name, base, one, path, base_folder, links
            )
            below = merged(below, complete)
        if base_name in project.incomplete:
            project.incomplete.add(name)
        return merged(below, shaped)

    def _passed_on(self, service: Values) -> Values:
        """Give the variables named without a value those of the environment."""
        environment = service.get("environment")
        if isinstance(environment, dict):
            for name, value in environment.items():
                if value is None and name in self.variables:
                    environment[name] = Text(self.variables[name], f"${{{name}}}")
        return service

    def _read(self, file: Path) -> list[Document]:
        """Return the documents of ``file``, which are merged as files are."""
        self.opened.append(file)
        if len(self.opened) > MAX_FILES:
            raise CannotLook(f"{file}: its includes go round in a circle")
        documents = [one for one in read(read_text(file), str(file)) if one.value]
        for document in documents:
            if not isinstance(document.value, dict):
                raise CannotLook(f"{file}: not a compose file")
            document.value = _filled(document.value, self.variables)
        if not documents:
            raise CannotLook(f"{file}: not a compose file")
        return documents


def _filled(value: Any, variables: Mapping[str, str]) -> Any:
    """Return ``value`` with variables filled in, its texts remembering theirs."""
    if isinstance(value, str):
        text = filled_in(value, variables) if "$" in value else value
        return Text(text, value) if text != value else value
    if isinstance(value, dict):
        return {key: _filled(one, variables) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, variables) for one in value]
    if isinstance(value, Tagged):
        return Tagged(value.tag, _filled(value.value, variables))
    return value


def _mapping(values: Values, key: str, file: Path) -> Values:
    found = values.get(key)
    found = found.value if isinstance(found, Tagged) else found
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise CannotLook(f"{file}: {key} is not a mapping")
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def process_environment() -> dict[str, str]:
    """Return the environment docker compose would see."""
    return dict(os.environ)
