"""Reads the arguments of an ``odoo`` command line as far as they set options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .options import Table

Given = tuple[str, str]
"""An option and the text it is given."""


def read(arguments: Sequence[str], table: Table) -> Iterator[Given]:
    """Yield what ``arguments`` set; whatever is not a flag of Odoo is passed over."""
    words = iter(arguments)
    for word in words:
        flag, equals, text = word.partition("=")
        if not word.startswith("--") and word.startswith("-") and len(word) > 2:
            flag, equals, text = word[:2], "=", word[2:]
        entry = table.flags.get(_full(flag, table))
        if entry is None:
            continue
        name, action, constant = entry
        if action == "store_true" or action == "store_false":
            yield name, str(constant)
        elif action == "append_const":
            yield name, ",".join(constant)
        elif flag == "--without-demo":
            yield name, "False"
        else:
            yield name, text if equals else next(words, "")


def _full(flag: str, table: Table) -> str:
    """Return the flag that ``flag`` abbreviates, as optparse allows."""
    if flag in table.flags or not flag.startswith("--"):
        return flag
    candidates = [known for known in table.flags if known.startswith(flag)]
    return candidates[0] if len(candidates) == 1 else flag
