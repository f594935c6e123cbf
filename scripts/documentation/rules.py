"""The rules, by the check or gate that tells them."""

from ipai_health.core.rule import IMPACT_TITLES
from ipai_health.core.rules import RULES


def page() -> list[str]:
    """Return the lines of the page of rules."""
    lines = [
        "# Rules",
        "",
        "Every fault has one code, the same in the backend, in `odoo health` and in "
        "the gates. A code never changes its meaning. `ipai-health explain RULE` says "
        "the same as this page.",
        "",
    ]
    for home, rules in sorted(_by_home().items()):
        lines += [f"## {home}", ""]
        for rule in rules:
            lines += [
                f"### `{rule.code}`",
                "",
                f"**{rule.title}.** {rule.why}",
                "",
                f"*To fix it:* {rule.fix}",
                "",
                f"{_severity(rule)}; {IMPACT_TITLES[rule.impact].lower()}; "
                f"{_told_by(rule)}.",
                "",
                *_threshold(rule),
            ]
    return lines


def _by_home():
    homes = {}
    for rule in RULES.values():
        homes.setdefault((rule.checks + rule.gates + ("any check",))[0], []).append(
            rule
        )
    return homes


def _severity(rule) -> str:
    text = f"Severity {rule.severity}"
    if rule.gate_severity and rule.gate_severity != rule.severity:
        text += f", {rule.gate_severity} for the gates"
    return text


def _threshold(rule) -> list[str]:
    known = rule.threshold
    if known is None:
        return []
    return [
        f"Threshold {known.value:g} {known.unit}, to be changed under Settings, "
        f"Health, Rules: {known.meaning}",
        "",
    ]


def _told_by(rule) -> str:
    who = [f"check `{name}`" for name in rule.checks]
    who += [f"gate `{name}`" for name in rule.gates]
    return "told by " + (", ".join(who) or "any check")
