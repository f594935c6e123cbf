"""Which folder imports which: what the page about architecture says, and no more."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "ipai_health"
PAGE = ROOT / "docs/explanation/architecture.md"
ROW = re.compile(r"^\| ((?:`\w+/`(?:, )?)+) \| .* \| (.*) \|$", re.M)


def rows() -> list[tuple[set[str], set[str]]]:
    """Return folders and what they may import, as the table has it."""
    found = ROW.findall(PAGE.read_text())
    folders = [set(re.findall(r"\w+", names)) for names, _imports in found]
    known = set().union(*folders) | {"Odoo"}
    allowed = [set(re.findall(r"\w+", imports)) & known for _names, imports in found]
    return list(zip(folders, allowed, strict=True))


def imported(folder: str) -> set[str]:
    """Return the other folders that files of ``folder`` import, and Odoo."""
    found: set[str] = set()
    for path in (PACKAGE / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                found |= _named(node, path.relative_to(PACKAGE))
            elif isinstance(node, ast.Import):
                found |= {"Odoo" for one in node.names if _is_odoo(one.name)}
    return found - {folder}


def _named(node: ast.ImportFrom, path: Path) -> set[str]:
    words = (node.module or "").split(".") if node.module else []
    if node.level:
        words = [*path.parts[: -node.level], *words]
    elif words[:3] == ["odoo", "addons", "ipai_health"]:
        words = words[3:]
    else:
        return {"Odoo"} if _is_odoo(node.module or "") else set()
    return {words[0]} if words else {one.name for one in node.names}


def _is_odoo(module: str) -> bool:
    return module.partition(".")[0] == "odoo"


def test_every_folder_with_code_stands_in_the_table():
    listed = set().union(*(folders for folders, _allowed in rows()))
    code = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*/*.py")}
    assert code - listed == {"migrations", "tests"}


@pytest.mark.parametrize(("folders", "allowed"), rows(), ids=lambda one: " ".join(one))
def test_imports_are_those_of_the_table(folders, allowed):
    found = set().union(*map(imported, folders)) - folders
    assert found == allowed
