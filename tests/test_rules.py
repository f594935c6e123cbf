"""The catalogue of rules, and where those are proved that no look can report."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipai_health.core import thresholds
from ipai_health.core.rules import FAMILIES, RULES
from ipai_health.core.severity import at_least

ROOT = Path(__file__).resolve().parents[1]

PROVED_IN = {
    "client-js-error": "ipai_health/tests/test_client_error.py",
    "cron-stalled": "tests/probe/test_live_rules.py",
    "database-pool-exhausted": "tests/live/probe/test_probe_faults.py",
    "database-table-locked": "tests/probe/test_faults.py",
    "database-unreachable": "tests/live/test_gate_db.py",
    "database-uninitialised": "tests/live/test_gate_db.py",
    "registry-not-loadable": "tests/live/test_gate_assets.py",
    "self-check-stale": "tests/probe/test_live_rules.py",
}
"""The rules that ipai_health/tests/test_coverage.py leaves out, and their proof."""


def _left_out() -> set[str]:
    """Return what the test inside Odoo leaves to others."""
    path = ROOT / "ipai_health" / "tests" / "test_coverage.py"
    text = path.read_text("utf-8")
    (names,) = re.findall(
        r"PROVED_ELSEWHERE = frozenset\(\s*(\{.*?\})\s*\)", text, re.S
    )
    return set(ast.literal_eval(names))


def test_what_is_left_out_inside_odoo_is_proved_elsewhere() -> None:
    assert _left_out() == PROVED_IN.keys()


@pytest.mark.parametrize("code", PROVED_IN)
def test_the_proof_speaks_of_the_rule(code: str) -> None:
    text = (ROOT / PROVED_IN[code]).read_text("utf-8")
    assert any(code in _constants(one) for one in _assertions(ast.parse(text)))


def _assertions(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        method = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Assert) or (
            isinstance(method, ast.Attribute) and method.attr.startswith("assert")
        ):
            yield node


def _constants(tree: ast.AST) -> str:
    """Return what is written out in ``tree``."""
    found = (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant))
    return "\n".join(map(str, found))


def test_codes_are_unique_and_well_formed() -> None:
    codes = [rule.code for family in FAMILIES for rule in family.RULES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code) for code in codes)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_ceiling_is_never_below_the_default(rule) -> None:
    assert rule.ceiling is None or at_least(rule.ceiling, rule.severity)
    assert rule.title and rule.why and rule.fix
    assert (
        rule.checks
        or rule.gates
        or rule.code
        in (
            "check-crashed",
            "check-timed-out",
            "notification-failed",
        )
    )


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if rule.threshold],
    ids=lambda rule: rule.code,
)
def test_the_manual_states_the_threshold(rule) -> None:
    page = (ROOT / "docs/reference/rules.md").read_text("utf-8")
    said = page.partition(f"### `{rule.code}`")[2].partition("\n#")[0]
    assert f"Threshold {rule.threshold.value:g} {rule.threshold.unit}," in said


def test_the_manual_states_how_much_room_is_enough() -> None:
    page = (ROOT / "docs/reference/rules.md").read_text("utf-8")
    enough, must = thresholds.SPACE_ENOUGH >> 30, thresholds.SPACE_BYTES >> 30
    assert f"{enough} GB are enough and {must} GB must be" in page
