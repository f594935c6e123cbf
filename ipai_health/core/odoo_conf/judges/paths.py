"""The addons path as it is written: what cannot be right, wherever it is mounted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from ...finding import Finding
from ..blemishes import placeholder
from ..expected import Expected
from ..settings import Settings

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def judge(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for every entry of addons_path that looks wrong."""
    setting = settings["addons_path"]
    if not setting.known:
        return
    seen: set[str] = set()
    told: set[str] = set()
    for entry in setting.value or ():
        if entry in told:
            continue
        wrong = _wrong(entry, settings)
        if not wrong and _normal(entry) in seen:
            wrong = "it stands there twice"
        seen.add(_normal(entry))
        if wrong:
            told.add(entry)
            yield Finding(
                rule="addons-path-suspicious",
                subject=f"{settings.label}:addons_path:{' '.join(entry.split())}",
                message=f"{' '.join(entry.split())}: {wrong}.",
                file=settings.file,
                line=setting.line,
            )


def _wrong(entry: str, settings: Settings) -> str:
    """Return what is wrong with the writing of ``entry``, or nothing."""
    if placeholder(entry) or "$" in entry:
        return ""  # Odoo expands variables here itself
    if entry[0] in "\"'[" or entry[-1] in "\"']":
        return "quotes and brackets are part of the name"
    if "\n" in entry:
        return "a comma is missing at the end of a line"
    if _DRIVE.match(entry):
        return ""
    if re.search(r"[:;]\s*/", entry):
        return "folders are separated by commas"
    if re.search(r"\s/", entry):
        return "a comma is missing between two folders"
    if any(sign in entry for sign in "*?"):
        return "Odoo does not expand patterns"
    if entry.endswith((".py", ".conf", ".xml")):
        return "this is a file, not a folder"
    return _relative(entry, settings)


def _relative(entry: str, settings: Settings) -> str:
    if entry.startswith(("/", "~", "\\")) or PureWindowsPath(entry).is_absolute():
        return ""
    start = Path(settings.file).resolve().parent if settings.file else Path.cwd()
    starts = (Path.cwd(), start, *list(start.parents)[:3])
    if any((one / entry).is_dir() for one in starts):
        return ""
    return "a relative folder depends on where Odoo is started"


def _normal(entry: str) -> str:
    return str(PurePosixPath(entry))
