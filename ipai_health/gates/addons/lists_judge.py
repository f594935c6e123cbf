"""Ship list, install list and manifests: the same modules on each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...core.finding import Finding
from ...core.live import WITHOUT_CODE
from .scan import Scan

SHIP, INSTALL, MANIFESTS = "ship list", "install list", "manifests"


def judge(
    lists: Mapping[str, Collection[str]], found: Scan, core: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for every module and side that has it not.

    Odoo's own modules and what is not installable are left out of the comparison.
    """
    if not lists:
        return
    own = {name for name, one in found.modules.items() if one.installable} - set(core)
    unseen = set(core) | set(found.broken) | {WITHOUT_CODE}
    sides = {name: set(names) - unseen for name, names in lists.items()}
    sides[MANIFESTS] = own
    for module in sorted(set().union(*sides.values())):
        having = [name for name, names in sides.items() if module in names]
        for side in sides:
            if side not in having:
                yield Finding(
                    rule="ship-list-mismatch",
                    subject=f"{module}:{side}",
                    message=f"{module} is in the {' and the '.join(having)}, "
                    f"not in the {side}.",
                    file=str(found.modules[module].file)
                    if module in found.modules
                    else None,
                )


def judge_required(
    required: Collection[str], found: Scan, core: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for every required module that Odoo could not install."""
    for name in dict.fromkeys(required):
        module = found.modules.get(name)
        there = module.installable if module else name in core
        if there or name in found.broken:
            continue
        yield Finding(
            rule="module-required-missing",
            subject=name,
            message=f"{name} is required and {found.why_not(name)}.",
            file=str(module.file) if module else None,
        )
