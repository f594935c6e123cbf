"""The modules that Odoo itself brings, from data files measured on its tree."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from ..errors import CannotLook
from ..text_file import read_text

DATA = Path(__file__).parents[2] / "core" / "data"
_RELEASE = re.compile(r"^version_info = \((\d+), (\d+),", re.M)


@lru_cache
def modules(series: str) -> dict[str, list[str]]:
    """Return the modules of ``series`` with their dependencies.

    Empty for a series that was not measured: then Odoo's own folders have to be part
    of the addons path.
    """
    path = DATA / f"odoo_modules_{series}.json"
    if not path.is_file():
        return {}
    return dict(json.loads(path.read_text("utf-8"))["modules"])


def series_around(folder: Path) -> str | None:
    """Return the series of the Odoo that the module in ``folder`` is a part of, by its
    release.py; None where there is none.
    """
    root = folder.resolve().parent.parent
    for file in (root / "release.py", root / "odoo/release.py"):
        try:
            match = _RELEASE.search(read_text(file))
        except CannotLook:
            continue
        if match:
            return f"{match[1]}.{match[2]}"
    return None
