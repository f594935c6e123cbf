"""The modules that Odoo itself brings, from data files measured on its tree."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "core" / "data"


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
