"""Whether the files that manifests list exist."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...core.finding import Finding
from .globbing import matcher
from .manifest import Module

DATA_KEYS = ("data", "demo", "init_xml", "update_xml", "demo_xml")
STATIC = "static"
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_WILDCARD = re.compile(r"[*?\[]")
_WITH_TARGET = ("after", "before", "replace")
_WITHOUT_FILE = ("include", "remove")
_GENERATED = frozenset(("web/static/asset_styles_company_report.scss",))
"""Names that Odoo serves from an attachment it writes itself."""
MAX_FILES = 20_000
"""Files of one static folder that a pattern is held against."""


def judge(module: Module, modules: Mapping[str, Module]) -> Iterator[Finding]:
    """Yield a finding for every listed file or pattern that leads nowhere."""
    told: set[str] = set()
    for key in DATA_KEYS:
        for name in module.listed(key):
            if name not in told and not _is_below(module.folder, name):
                told.add(name)
                yield _missing(module, name, f"lists {name} in {key}")
    for bundle, path in _assets(module.values.get("assets")):
        if path not in told and not _asset_is_there(path, module, modules):
            told.add(path)
            yield _missing(module, path, f"names {path} in {bundle}")


def _missing(module: Module, name: str, message: str) -> Finding:
    return Finding(
        rule="manifest-file-missing",
        subject=f"{module.name}:{name}",
        message=f"{module.name} {message}, which is not there.",
        file=str(module.file),
        line=module.line_of(name),
    )


def _is_below(folder: Path, name: str) -> bool:
    if name.startswith("/"):
        return False
    try:
        return (folder / name).is_file()
    except (OSError, ValueError):
        return False


def _assets(assets: Any) -> Iterator[tuple[str, str]]:
    """Yield bundle and path of every file that the manifest adds to a bundle."""
    if not isinstance(assets, dict):
        return
    for bundle, entries in assets.items():
        if not isinstance(entries, (list, tuple)):
            continue
        for entry in entries:
            path = _path_of(entry)
            if path and not _EXTERNAL.match(path):
                yield str(bundle), path


def _path_of(entry: Any) -> str | None:
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, (list, tuple)) or not entry or entry[0] in _WITHOUT_FILE:
        return None
    position = 2 if entry[0] in _WITH_TARGET else 1
    path = entry[position] if len(entry) > position else None
    return path if isinstance(path, str) else None


def _asset_is_there(path: str, module: Module, modules: Mapping[str, Module]) -> bool:
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    if not parts:
        return False
    if parts[0] == STATIC:
        return False  # the module's name is missing before it
    owner = modules.get(parts[0])
    if owner is None or "/".join(parts) in _GENERATED:
        return True  # of a module that is not here, or made at run time
    inner = os.path.normpath("/".join(parts[1:]))
    if not inner.startswith(f"{STATIC}/"):
        return False  # Odoo serves nothing else
    if not _WILDCARD.search(inner):
        return _is_below(owner.folder, inner)
    return _matches(owner.folder, inner)


def _matches(folder: Path, pattern: str) -> bool:
    files = _static_files(folder.absolute())
    return any(map(matcher(pattern).fullmatch, files))


@lru_cache(maxsize=64)
def _static_files(folder: Path) -> tuple[str, ...]:
    """Return the files below ``static``, as paths relative to the module."""
    found: list[str] = []
    for here, folders, names in os.walk(folder / STATIC):
        folders[:] = [one for one in folders if not one.startswith(".")]
        inner = os.path.relpath(here, folder)
        found += (f"{inner}/{name}" for name in names)
        if len(found) > MAX_FILES:
            break
    return tuple(found)
