"""Names of options and sections that Odoo does not know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

from ...finding import Finding
from ..expected import Expected
from ..options import Table
from ..reading import SECTION, Entry
from ..settings import Settings

MOST_HINTS = 50
"""More unknown names than that are no slips, and comparing them takes time."""
LIKENESS = 0.8
"""How alike two names must be for one to be a slip of the other (0 to 1)."""
OF_ADDONS = 0.9
"""The same for names of addons, which are alike by what they begin with."""


def judge_options(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for every unknown, renamed or misspelt option."""
    unknown = [entry for entry, option in settings.entries() if option is None]
    for number, entry in enumerate(unknown):
        yield from _judge_name(settings, entry, number < MOST_HINTS)


def _judge_name(settings: Settings, entry: Entry, hinting: bool) -> Iterator[Finding]:
    known, name = settings.table, entry.name
    new = known.aliases.get(name) or known.gone.get(name, {}).get("to")
    if new:
        message = f"{name} is called {new} in {known.series}."
        yield settings.finding("option-renamed", name, message)
        return
    if name == "without_demo" or any(
        fnmatchcase(name, pattern) for pattern in known.known_patterns
    ):
        return
    hint = _hint(name, known) if hinting else ""
    yield settings.finding("option-unknown", name, f"{name} is unknown.{hint}")


def _hint(name: str, known: Table) -> str:
    if name in known.gone:
        until = known.gone[name]["until"]
        return f" Odoo {until} was the last to know it."
    if name in known.later:
        return f" Odoo {known.later[name]} is the first to know it."
    flag = known.flags.get(f"--{name.replace('_', '-')}") or known.flags.get(
        f"--{name}"
    )
    if flag:
        return f" In a file it is called {flag[0]}."
    formerly = {old: entry["to"] for old, entry in known.gone.items() if "to" in entry}
    near = get_close_matches(name, [*known.options, *formerly], n=1, cutoff=LIKENESS)
    whole = [one for one in known.known_patterns if "*" not in one]
    near += get_close_matches(name, whole, n=1, cutoff=OF_ADDONS)
    return f" Did you mean {formerly.get(near[0], near[0])}?" if near else ""


def judge_sections(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding for every section that neither Odoo nor an addon reads."""
    for section, line in settings.text.sections.items():
        if section == SECTION or section in settings.table.known_sections:
            continue
        alike = section.strip().lower() in (SECTION, "option")
        hint = f" Did you mean [{SECTION}]?" if alike else ""
        yield Finding(
            rule="section-unknown",
            subject=f"{settings.label}:[{section}]",
            message=f"Odoo does not read [{section}].{hint}",
            file=settings.file,
            line=line,
        )
