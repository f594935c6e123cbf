"""Which files a gate reads when nobody names one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import CannotLook

FOLDERS = ("deploy", "docker", ".")
"""Where a repository keeps its deployment."""
SYSTEM = "/etc/odoo"
"""Where a server keeps it."""

ODOO_CONF = ("odoo.conf", "odoo*.conf", "*.odoo.conf", "openerp-server.conf")
"""What Odoo's configuration is called."""


def find(patterns: Sequence[str], what: str, leave_out: str = "") -> Path:
    """Return the one file that ``patterns`` can mean, and say so on standard error.

    Names that hold ``leave_out`` are no candidates.

    Raises ``CannotLook`` when there is none or several.
    """
    for folders in (FOLDERS, (SYSTEM,)):
        found = [
            path
            for path in _in(folders, patterns)
            if not leave_out or leave_out not in path.name
        ]
        if len(found) > 1:
            names = ", ".join(map(str, found))
            raise CannotLook(f"several {what}s could be meant, name one: {names}")
        if found:
            announce(found[0])
            return found[0]
    raise CannotLook(f"no {what} in deploy/, docker/, . or {SYSTEM}; name one")


def announce(path: Path) -> None:
    """Tell which file is read, on standard error."""
    print(f"ipai-health: reading {path}", file=sys.stderr)


def _in(folders: Sequence[str], patterns: Sequence[str]) -> list[Path]:
    found = {
        path
        for folder in folders
        for pattern in patterns
        for path in Path(folder).glob(pattern)
        if path.is_file()
    }
    return sorted(found)
