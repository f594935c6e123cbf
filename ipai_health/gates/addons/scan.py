"""Finds the modules in the folders of an addons path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...core.finding import Finding
from ..errors import CannotLook
from . import manifest
from .manifest import LEGACY, NAME, Module, Unreadable

_MODULE_NAME = re.compile(r"\w{1,256}")
_NOT_MODULES = frozenset((".git", "__pycache__", "node_modules", "setup", ".github"))
_LIKE_MANIFEST = re.compile(
    r"_*m[a-z]{0,2}n[a-z]{0,2}[if][a-z]{0,3}e?s?t?s?_*(\.py|\.pyw|\.txt|\.py\.txt)?",
    re.I,
)
SERIES_WITH_LEGACY = ("17.0", "18.0")


@dataclass
class Scan:
    """The modules found, the first of each name; ``findings`` about the rest."""

    modules: dict[str, Module] = field(default_factory=dict)
    broken: dict[str, Path] = field(default_factory=dict)
    """Modules whose manifest Odoo cannot use."""
    findings: list[Finding] = field(default_factory=list)
    inspected: int = 0

    def why_not(self, name: str) -> str:
        """Return why Odoo could not install ``name``, as the end of a sentence."""
        module = self.modules.get(name)
        if not module:
            return "is not on the addons path"
        if not module.foreign:
            return "is not installable"
        version = module.values["version"]
        return f"is not installable: version {version} is of another series"


def scan(paths: Sequence[Path], series: str) -> Scan:
    """Return what the folders in ``paths`` hold. Raises ``CannotLook``."""
    found = Scan()
    for path in paths:
        for folder in _folders(path):
            _look_at(folder, found, series)
    return found


def _folders(path: Path) -> list[Path]:
    if (path / NAME).is_file():
        return [path]  # a single module was named
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        raise CannotLook(f"{path}: {error.strerror}") from None
    folders = (path / name for name in names if name not in _NOT_MODULES)
    return [folder for folder in folders if os.path.isdir(folder)]


def _look_at(folder: Path, found: Scan, series: str) -> None:
    file = folder / NAME
    if not file.is_file():
        legacy = folder / LEGACY
        if series in SERIES_WITH_LEGACY and legacy.is_file():
            file = legacy
        else:
            found.findings += _misnamed(folder, found)
            return
    found.inspected += 1
    if not _MODULE_NAME.fullmatch(folder.name):
        message = f"{folder.name} is no name that a module can have."
        found.findings.append(_unreadable(folder, file, message, None))
        return
    try:
        module = manifest.read(folder, file, series)
    except Unreadable as reason:
        found.broken.setdefault(folder.name, folder)
        message = f"The manifest of {folder.name} cannot be used: {reason}."
        found.findings.append(_unreadable(folder, file, message, reason.line))
        return
    first = found.modules.setdefault(module.name, module)
    if first is not module and not _same_folder(first.folder, folder):
        found.findings.append(_shadowed(first, module))


def _same_folder(one: Path, other: Path) -> bool:
    """Tell whether a link leads from one to the other."""
    return os.path.realpath(one) == os.path.realpath(other)


def _unreadable(folder: Path, file: Path, message: str, line: int | None) -> Finding:
    return Finding(
        "manifest-unreadable", folder.name, message, file=str(file), line=line
    )


def _shadowed(first: Module, second: Module) -> Finding:
    return Finding(
        rule="module-shadowed",
        subject=second.name,
        message=f"Odoo takes {second.name} from {first.folder.parent}; the one in "
        f"{second.folder.parent} is not used.",
        file=str(second.file),
    )


def _misnamed(folder: Path, found: Scan) -> Iterator[Finding]:
    """Yield a finding when the folder has a manifest under another name."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if name != LEGACY and not _LIKE_MANIFEST.fullmatch(name):
            continue
        if not _is_manifest(folder / name):
            continue
        found.inspected += 1
        found.broken.setdefault(folder.name, folder)
        yield Finding(
            rule="manifest-misnamed",
            subject=folder.name,
            message=f"{name} in {folder.name} has to be called {NAME}.",
            file=str(folder / name),
        )
        return


def _is_manifest(file: Path) -> bool:
    if not file.is_file():
        return False
    try:
        values = manifest.literal(file)
    except Unreadable:
        # broken, but by its name meant to be one
        return file.name.lower().strip("_").startswith("manifest_")
    return isinstance(values, dict) and bool(
        {"name", "depends", "data", "version"} & {str(key) for key in values}
    )
