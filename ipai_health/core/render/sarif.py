"""A report as SARIF 2.1.0 (OASIS), as code scanning reads it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ..finding import Finding
from ..report import Report
from ..rules import RULES
from ..severity import CRITICAL, INFO, WARNING, Severity

VERSION = "2.1.0"
SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
LEVELS: dict[Severity, str] = {CRITICAL: "error", WARNING: "warning", INFO: "note"}


def render(report: Report) -> str:
    """Return ``report`` as a SARIF log with one run."""
    findings = report.sorted_findings()
    codes = sorted({finding.rule for finding in findings})
    driver = {"name": "ipai-health", "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"ipai-health/{report.source}/"},
        "invocations": [_invocation(report)],
        "columnKind": "utf16CodeUnits",
        "results": [_result(report, one, codes) for one in findings],
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(code: str) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": LEVELS[rule.severity_for_gate()]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    blind = [{"level": "error", "message": {"text": line}} for line in report.blind]
    return {
        "executionSuccessful": not blind,
        "toolExecutionNotifications": blind,
    }


def _result(report: Report, finding: Finding, codes: list[str]) -> dict[str, Any]:
    text = f"{finding.subject}: {finding.message} {report.remedy(finding)}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": codes.index(finding.rule),
        "level": LEVELS[report.severity(finding)],
        "message": {"text": text},
        "partialFingerprints": {"ipaiHealth/v1": finding.fingerprint},
    }
    if finding.file:
        result["locations"] = [_location(finding.file, finding.line)]
    return result


def _location(file: str, line: int | None) -> dict[str, Any]:
    uri = quote(file.removeprefix("./"))
    if file.startswith("/"):
        uri = f"file://{uri}"
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if line:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}
