"""The piece that log rotation cut off last."""

from __future__ import annotations

import re
from pathlib import Path

_DATED = re.compile(r"[-.]\d{4}-?\d\d-?\d\d(?:[-_T.]?\d+)?(?:\.(?:gz|bz2|xz))?$")
_NUMBERED = (".1", ".1.gz", ".1.bz2", ".1.xz")


def predecessor(path: Path) -> Path | None:
    """Return the file that held the lines before ``path``, None when there is none.

    ``odoo.log.1``, ``odoo.log.1.gz``, ``odoo.log-20260131.gz``,
    ``odoo.log.2026-01-31``.
    """
    for suffix in _NUMBERED:
        candidate = path.with_name(path.name + suffix)
        if candidate.is_file():
            return candidate
    dated = (
        candidate
        for candidate in _siblings(path)
        if _DATED.fullmatch(candidate.name[len(path.name) :]) and candidate.is_file()
    )
    return max(dated, default=None, key=lambda candidate: candidate.name)


def _siblings(path: Path) -> list[Path]:
    try:
        return [one for one in path.parent.iterdir() if one.name.startswith(path.name)]
    except OSError:
        return []
