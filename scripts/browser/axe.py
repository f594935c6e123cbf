"""Asks axe-core what on a page people with a disability cannot use."""

import json
from functools import cache

from sandbox.paths import ROOT

from .chromium import Page

SCRIPT = ROOT / "node_modules" / "axe-core" / "axe.min.js"

STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
"""WCAG 2.1, levels A and AA: names, roles, keyboard, contrast of 4.5 to 1."""

QUESTION = """
axe.run({include: INCLUDE}, {runOnly: STANDARD}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) =>
        `${id}: ${html.slice(0, 200)}: ${failureSummary.replace(/\\s+/g, " ")}`)))
"""


def violations(page: Page, *include: str) -> list[str]:
    """Return what breaks WCAG 2.1 AA in the elements that fit one of ``include``.

    What is fading is judged as it is seen: let the page settle before.
    """
    page.evaluate(f"{_script()}; 0")
    question = QUESTION.replace("INCLUDE", json.dumps(include), 1)
    return page.evaluate(question.replace("STANDARD", json.dumps(STANDARD), 1))


@cache
def _script() -> str:
    return SCRIPT.read_text("utf-8")
