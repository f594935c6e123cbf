"""Which mutants are tried: always the same of the same code."""

import hashlib

from .mutate import mutants_of

SEED = 19

FOLDERS = ("core", "gates", "probe")

LEFT_OUT = (
    "ipai_health/probe/odoo_adapter.py",
    "ipai_health/gates/assets/builder.py",
    "ipai_health/core/rules/",
    "ipai_health/core/data/",
)
"""What runs inside Odoo, and the words of the catalogue."""


def draw(root, number):
    """Return ``number`` mutants of the checkout ``root``; a change of the code changes
    few of them, since each has its own lot.
    """
    every = sorted(all_mutants(root), key=_lot)
    chosen = []
    for mutant in every:
        if len(chosen) == number:
            break
        if mutant.compiles((root / mutant.file).read_bytes()):
            chosen.append(mutant)
    return chosen


def all_mutants(root):
    """Yield every mutant that there is of the checkout ``root``."""
    for folder in FOLDERS:
        for file in sorted((root / "ipai_health" / folder).rglob("*.py")):
            name = str(file.relative_to(root))
            if not name.startswith(LEFT_OUT):
                yield from mutants_of(name, file.read_bytes())


def _lot(mutant):
    return hashlib.sha256(f"{SEED} {mutant.name}".encode()).digest()
