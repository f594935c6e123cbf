"""A report for people at a terminal: the plain text's words, in colour."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from ..core.finding import Finding
from ..core.render.text import summary, where
from ..core.render.visible import visible
from ..core.report import Report

STYLES = {"critical": "bold red", "warning": "yellow", "info": "cyan"}
STATUS_STYLES = {"fail": "bold red", "warn": "yellow", "pass": "green"}


def show(report: Report, console: Console | None = None) -> None:
    """Print ``report`` to the terminal, the worst finding first."""
    console = console or Console(highlight=False)
    for finding in report.sorted_findings():
        console.print(_block(report, finding), soft_wrap=False)
    console.print(Text(summary(report), style=STATUS_STYLES[report.status]))


def _block(report: Report, finding: Finding) -> Text:
    severity = report.severity(finding)
    place = visible(where(finding))
    return Text.assemble(
        (severity, STYLES[severity]),
        (f"  {finding.rule}  ", "bold"),
        visible(finding.subject),
        (f"\n    {visible(finding.message)}", ""),
        (f"\n    at {place}" if place else "", "dim"),
        (f"\n    to do: {visible(report.remedy(finding))}\n", "green"),
    )
