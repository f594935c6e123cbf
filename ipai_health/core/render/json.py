"""A report as JSON, schema ``ipai-health/1``."""

from __future__ import annotations

import json
from typing import Any

from ..finding import Finding
from ..report import Report

SCHEMA = "ipai-health/1"


def render(report: Report) -> str:
    """Return ``report`` as one JSON object; keys without a value are null."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "source": report.source,
        "status": report.status,
        "inspected": report.inspected,
        "findings": [_entry(report, found) for found in report.sorted_findings()],
    }
    if report.durations is not None:
        document["durations"] = report.durations
    return json.dumps(document, indent=2, ensure_ascii=False)


def _entry(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": report.severity(finding),
        "subject": finding.subject,
        "message": finding.message,
        "remedy": report.remedy(finding),
        "file": finding.file,
        "line": finding.line,
        "res_model": finding.res_model,
        "res_id": finding.res_id,
    }
