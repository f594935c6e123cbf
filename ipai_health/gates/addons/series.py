"""Modules of another series: which Odoo they are for, and what is said of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from ...core.finding import Finding
from . import core
from .scan import Scan


def settle(found: Scan, series: str) -> None:
    """Take the modules for another Odoo where all are of another series than the one
    that nobody asked for: ``series`` is a default.
    """
    if not _is_met(found, series):
        found.modules = {
            name: replace(one, foreign=False) for name, one in found.modules.items()
        }


def _is_met(found: Scan, series: str) -> bool:
    """Tell whether a module, or the Odoo on the path, is of ``series``.

    A short version tells nothing: every Odoo takes it for its own.
    """
    versions = (str(one.values.get("version")) for one in found.modules.values())
    own = (found.modules[name] for name in ("base", "web") if name in found.modules)
    return any(version.startswith(f"{series}.") for version in versions) or any(
        core.series_around(one.folder) == series for one in own
    )


def judge(found: Scan, required: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each module that Odoo refuses for its series.

    Where others need it that is told with them.
    """
    needed = {
        name
        for one in found.modules.values()
        if one.installable
        for name in one.depends
    }
    told = needed.union(required)
    for name, module in found.modules.items():
        if module.foreign and module.offered and name not in told:
            yield Finding(
                rule="module-uninstallable",
                subject=name,
                message=f"{name} {found.why_not(name)}.",
                remedy="Migrate the module, or take it out of the folder.",
                file=str(module.file),
                line=module.line_of(str(module.values["version"])),
            )
