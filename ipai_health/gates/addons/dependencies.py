"""What modules need of each other, and whether it is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...core.finding import Finding
from .manifest import Module
from .scan import Scan


def judge(found: Scan, core: Collection[str]) -> Iterator[Finding]:
    """Yield missing dependencies and circles."""
    installable = {name: one for name, one in found.modules.items() if one.installable}
    for module in installable.values():
        yield from _missing(module, found, core)
    for circle in circles(installable):
        first = installable[circle[0]]
        yield Finding(
            rule="module-dependency-cycle",
            subject=",".join(circle),
            message=f"{' and '.join(circle)} need each other."
            if len(circle) > 1
            else f"{circle[0]} needs itself.",
            file=str(first.file),
            line=first.line_of("depends"),
        )


def _missing(module: Module, found: Scan, core: Collection[str]) -> Iterator[Finding]:
    for name in dict.fromkeys(module.depends):
        there = found.modules.get(name)
        if (there and there.installable) or (not there and name in core):
            continue
        if name == "base" or name in found.broken:
            continue  # told where the manifest stands; base is in every Odoo
        yield Finding(
            rule="module-dependency-missing",
            subject=f"{module.name}:{name}",
            message=f"{module.name} depends on {name}, which {found.why_not(name)}.",
            file=str(module.file),
            line=module.line_of(name),
        )


def circles(modules: Mapping[str, Module]) -> list[list[str]]:
    """Return the groups of modules that need each other (Tarjan, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for start in modules:
        if start in order:
            continue
        work = [(start, iter(_inside(start, modules)))]
        order[start] = low[start] = len(order)
        stack.append(start)
        while work:
            name, following = work[-1]
            step = next(following, None)
            if step is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[name])
                if low[name] == order[name]:
                    group = _popped(stack, name)
                    if len(group) > 1 or name in modules[name].depends:
                        found.append(sorted(group))
            elif step not in order:
                order[step] = low[step] = len(order)
                stack.append(step)
                work.append((step, iter(_inside(step, modules))))
            elif step in stack:
                low[name] = min(low[name], order[step])
    return found


def _inside(name: str, modules: Mapping[str, Module]) -> list[str]:
    return [one for one in modules[name].depends if one in modules]


def _popped(stack: list[str], name: str) -> list[str]:
    position = stack.index(name)
    group = stack[position:]
    del stack[position:]
    return group
