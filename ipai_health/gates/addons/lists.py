"""Reads lists of modules: lines, commas, a table, or a shell script never run."""

from __future__ import annotations

from collections.abc import Collection

from . import plain_list, shell_list

_NOT_MODULES = frozenset(("all", "none", "true", "false"))


def modules_in(text: str, known: Collection[str] = ()) -> list[str]:
    """Return the names of modules that ``text`` lists, in their order.

    ``known`` are those on the addons path: a loop over one is a loop over modules.
    """
    if shell_list.is_script(text):
        found = shell_list.modules(text, known)
    else:
        found = plain_list.modules(text)
    return [name for name in dict.fromkeys(found) if name not in _NOT_MODULES]
