"""``explain``: what a rule means, why it matters, how to fix it."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from ..core.rule import IMPACT_TITLES, Rule
from ..core.rules import RULES
from .errors import CannotLook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the rule to explain; without one all are listed."""
    parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="its code (default: all are listed)"
    )


def run(options: argparse.Namespace) -> int:
    """Print the rule's page, or the list of all rules."""
    if options.rule is None:
        print(_list())
        return 0
    rule = RULES.get(options.rule)
    if rule is None:
        near = get_close_matches(options.rule, RULES, n=1)
        hint = f", did you mean {near[0]}?" if near else ""
        raise CannotLook(f"there is no rule {options.rule!r}{hint}")
    print(page(rule))
    return 0


def page(rule: Rule) -> str:
    """Return all that the catalogue knows about ``rule``."""
    told_by = [f"check {name}" for name in rule.checks]
    told_by += [f"gate {name}" for name in rule.gates]
    lines = [
        f"{rule.code}: {rule.title}",
        "",
        f"Severity: {_severity(rule)}",
        f"Impact: {IMPACT_TITLES[rule.impact].lower()}",
        f"Reported by: {', '.join(told_by) or 'any check'}",
        f"Why it matters: {rule.why}",
        f"What to do: {rule.fix}",
    ]
    if rule.threshold:
        limit, unit, meaning = rule.threshold[:3]
        lines.append(f"Threshold: {limit:g} {unit} unless chosen in Odoo. {meaning}")
    return "\n".join(lines)


def _severity(rule: Rule) -> str:
    gate = rule.severity_for_gate()
    if not rule.checks or gate == rule.severity:
        return gate if rule.gates else rule.severity
    return f"{rule.severity} inside Odoo, {gate} at a gate"


def _list() -> str:
    width = max(map(len, RULES)) + 2
    return "\n".join(f"{code:{width}}{RULES[code].title}" for code in sorted(RULES))
