"""A report for people: one block a finding, one line at the end."""

from __future__ import annotations

from ..finding import Finding
from ..report import Report
from .visible import visible


def render(report: Report) -> str:
    """Return ``report`` as plain text, the worst finding first."""
    blocks = [_block(report, found) for found in report.sorted_findings()]
    return "\n".join([*blocks, summary(report)])


def _block(report: Report, finding: Finding) -> str:
    place = visible(where(finding))
    return (
        f"{report.severity(finding)}: {finding.rule}: {visible(finding.subject)}\n"
        f"    {visible(finding.message)}\n"
        + (f"    at: {place}\n" if place else "")
        + f"    to do: {visible(report.remedy(finding))}"
    )


def where(finding: Finding) -> str:
    """Return the file and line, or the record, that ``finding`` is about."""
    if finding.file:
        return f"{finding.file}:{finding.line}" if finding.line else finding.file
    if finding.res_model:
        return f"{finding.res_model},{finding.res_id}"
    return ""


def summary(report: Report) -> str:
    """Return the line that says what the whole report came to."""
    found = len(report.findings)
    noun = "finding" if found == 1 else "findings"
    left_out = f", {report.left_out} left out" if report.left_out else ""
    blind = len(report.blind)
    unseen = f", {blind} could not be looked at" if blind else ""
    return (
        f"{report.source}: {report.status}, {found} {noun}{left_out}, "
        f"{report.inspected} inspected{unseen}"
    )
