"""The page of the comparison: its tables are what ``make compare`` measured."""

import json

from compare import table

from . import ROOT

PAGE = "explanation/comparison.md"


def text() -> str:
    """Return the page with its tables between their marks."""
    page = (ROOT / "docs" / PAGE).read_text("utf-8")
    result = json.loads(table.RESULT.read_text("utf-8"))
    page = _put(page, "seen", table.markdown(result["rows"]))
    return _put(page, "tried", table.tried(result["tried"]))


def _put(page, name, lines) -> str:
    mark = f"<!-- {name}: written by make compare -->"
    before, start, rest = page.partition(mark)
    _old, end, after = rest.partition(f"<!-- {name}: end -->")
    return f"{before}{start}\n{lines}\n{end}{after}"
