"""What a report comes to: order, status, severity, exit code."""

import pytest

from ipai_health.core.exit_code import EXIT_BLIND, EXIT_CLEAN, EXIT_FOUND
from ipai_health.core.finding import Finding
from ipai_health.core.render.text import summary
from ipai_health.core.report import Report
from ipai_health.core.rule import IMPACT_TITLES
from ipai_health.core.rules import FAMILIES, RULES
from ipai_health.core.severity import CRITICAL, INFO, SEVERITIES, WARNING, at_least

PINNED = Finding("db-name-pinned", "odoo.conf:db_name", "pinned")
LATEST = Finding("compose-image-latest", "db", "latest")
UNKNOWN = Finding("option-unknown", "odoo.conf:x", "unknown")


def test_clean_passes():
    report = Report("config")
    assert report.status == "pass"
    assert report.exit_code(INFO) == EXIT_CLEAN


@pytest.mark.parametrize(
    ("findings", "status", "codes"),
    [
        ([UNKNOWN], "pass", (0, 0, 1)),
        ([UNKNOWN, LATEST], "warn", (0, 1, 1)),
        ([LATEST, PINNED, UNKNOWN], "fail", (1, 1, 1)),
    ],
)
def test_the_worst_decides(findings, status, codes):
    report = Report("config", findings)
    assert report.status == status
    found = (report.exit_code(CRITICAL), report.exit_code(WARNING))
    assert (*found, report.exit_code(INFO)) == codes


def test_blind_outranks_found_and_clean():
    assert Report("x", [PINNED], blind=["gone"]).exit_code(CRITICAL) == EXIT_BLIND
    assert Report("x", blind=["gone"]).exit_code(CRITICAL) == EXIT_BLIND
    assert Report("x", [PINNED]).exit_code(CRITICAL) == EXIT_FOUND


@pytest.mark.parametrize("findings", [[], [UNKNOWN], [LATEST]])
def test_what_could_not_be_looked_at_is_no_pass(findings):
    report = Report("prod", findings, blind=["logs: no such file"])
    assert report.status == "fail"
    assert summary(report).endswith("0 inspected, 1 could not be looked at")


def test_the_summary_of_a_whole_look_says_nothing_of_what_was_not_seen():
    report = Report("config", [UNKNOWN], inspected=2)
    assert summary(report) == "config: pass, 1 finding, 2 inspected"


def test_the_worst_stands_first_then_rule_and_subject():
    other = Finding("compose-image-latest", "a", "latest")
    report = Report("x", [UNKNOWN, LATEST, PINNED, other])
    assert report.sorted_findings() == [PINNED, other, LATEST, UNKNOWN]


def test_a_gate_is_stricter_than_the_check():
    assert Report("config").severity(PINNED) == CRITICAL
    assert Report("health", gate=False).severity(PINNED) == WARNING


def test_the_finder_may_know_better():
    mild = Finding("db-name-pinned", "s", "m", severity=INFO, remedy="wait")
    assert Report("x").severity(mild) == INFO
    assert Report("x").remedy(mild) == "wait"


def test_the_same_fault_has_the_same_fingerprint():
    moved = Finding("db-name-pinned", "odoo.conf:db_name", "other words", line=9)
    assert moved.fingerprint == PINNED.fingerprint
    assert LATEST.fingerprint != PINNED.fingerprint
    assert len(PINNED.fingerprint) == 16


def test_no_code_stands_in_two_families():
    codes = [rule.code for family in FAMILIES for rule in family.RULES]
    assert len(codes) == len(set(codes)) == len(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_says_all_it_has_to(code):
    rule = RULES[code]
    assert rule.title
    assert rule.why.endswith(".")
    assert len(rule.fix) > 10
    assert rule.impact in IMPACT_TITLES
    assert rule.severity in SEVERITIES
    if rule.ceiling:
        assert (
            not at_least(rule.severity, rule.ceiling) or rule.ceiling == rule.severity
        )
