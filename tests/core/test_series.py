"""docs/explanation/series.md: what another series needs stands where the page says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADDON = ROOT / "ipai_health"
PAGE = (ROOT / "docs/explanation/series.md").read_text("utf-8")

ROW = re.compile(r"^\| (`.*?) \| (.*?) \| .*? \| .*? \|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")

KINDS = {".py", ".xml", ".js", ".csv"}
LEFT_OUT = ("tests", "static/tests", "i18n", "readme", "core/data")

SAME_EVERYWHERE = {
    *("odoo", "odoo.exceptions", "odoo.http", "odoo.models", "odoo.modules"),
    *("odoo.modules.module", "odoo.modules.registry", "odoo.service", "odoo.tools"),
    *("odoo.tools.constants", "odoo.tools.translate", "odoo.addons"),
}
"""Modules of Odoo that keep what we import in 18.0, 19.0 and 20.0."""


def files() -> list[Path]:
    """Return what a port would have to read."""
    return [
        path
        for path in sorted(ADDON.rglob("*"))
        if path.suffix in KINDS
        and not any(path.is_relative_to(ADDON / each) for each in LEFT_OUT)
    ]


TEXTS = {
    path.relative_to(ADDON).as_posix(): path.read_text("utf-8") for path in files()
}


def tokens_of(cell: str) -> list[str]:
    """Return the code of a row that is looked for: not the tools and forms it names."""
    return [
        code for code in CODE.findall(cell) if not code.startswith(("<", "scripts/"))
    ]


ROWS = [(tokens_of(what), CODE.findall(where)) for what, where in ROW.findall(PAGE)]


def test_there_are_rows():
    assert len(ROWS) > 20
    assert all(tokens and places for tokens, places in ROWS)


@pytest.mark.parametrize(("tokens", "places"), ROWS, ids=lambda value: value[0])
def test_it_stands_in_the_files_named_and_in_no_other(tokens, places):
    found = {
        name for name, text in TEXTS.items() if any(token in text for token in tokens)
    }
    covered = {
        place: {
            name for name in found if f"{name}/".startswith(f"{place.rstrip('/')}/")
        }
        for place in places
    }
    assert found == set().union(*covered.values()), "also elsewhere"
    assert [place for place, names in covered.items() if not names] == [], "not there"
    missing = [
        token for token in tokens if not any(token in TEXTS[name] for name in found)
    ]
    assert missing == [], "nowhere any more"


def imports(text: str) -> list[tuple[str, str]]:
    """Return module and name of each import from Odoo."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found += [(node.module or "", each.name) for each in node.names]
        elif isinstance(node, ast.Import):
            found += [(each.name, "") for each in node.names]
    return [pair for pair in found if pair[0].partition(".")[0] == "odoo"]


def test_every_import_from_odoo_is_the_same_everywhere_or_in_a_row():
    tokens = [token for tokens, _places in ROWS for token in tokens]
    strange = {
        f"{name}: from {module} import {imported}"
        for name, text in TEXTS.items()
        if name.endswith(".py")
        for module, imported in imports(text)
        if module not in SAME_EVERYWHERE
        and not module.startswith("odoo.addons.ipai_health")
        and not any(
            token in f"from {module} import {imported}" or token in module
            for token in tokens
        )
    }
    assert strange == set()
