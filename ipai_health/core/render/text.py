"""A report for people: one block a finding, one line at the end."""

from __future__ import annotations

from ..finding import Finding
from ..report import Report


def render(report: Report) -> str:
    """Return ``report`` as plain text, the worst finding first."""
    blocks = [_block(report, found) for found in report.sorted_findings()]
    return "\n".join([*blocks, _summary(report)])


def _block(report: Report, finding: Finding) -> str:
    where = _where(finding)
    return (
        f"{report.severity(finding)}: {finding.rule}: {finding.subject}\n"
        f"    {finding.message}\n"
        + (f"    at: {where}\n" if where else "")
        + f"    to do: {report.remedy(finding)}"
    )


def _where(finding: Finding) -> str:
    if finding.file:
        return f"{finding.file}:{finding.line}" if finding.line else finding.file
    if finding.res_model:
        return f"{finding.res_model},{finding.res_id}"
    return ""


def _summary(report: Report) -> str:
    found = len(report.findings)
    noun = "finding" if found == 1 else "findings"
    return (
        f"{report.source}: {report.status}, {found} {noun}, "
        f"{report.inspected} inspected"
    )
