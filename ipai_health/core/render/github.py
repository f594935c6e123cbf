"""A report as workflow commands: GitHub shows each as an annotation on its line."""

from __future__ import annotations

from ..finding import Finding
from ..report import Report
from ..severity import CRITICAL, INFO, WARNING, Severity
from .text import summary

COMMANDS: dict[Severity, str] = {CRITICAL: "error", WARNING: "warning", INFO: "notice"}


def render(report: Report) -> str:
    """Return one command a finding, then the summary as an ordinary line."""
    lines = [_command(report, finding) for finding in report.sorted_findings()]
    lines += [f"::error title=could not look::{_data(one)}" for one in report.blind]
    return "\n".join([*lines, summary(report)])


def _command(report: Report, finding: Finding) -> str:
    properties = {"title": f"{finding.rule}: {finding.subject}"}
    if finding.file:
        properties = {"file": finding.file.removeprefix("./"), **properties}
        if finding.line:
            properties["line"] = str(finding.line)
    listed = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    message = f"{finding.message}\nTo do: {report.remedy(finding)}"
    return f"::{COMMANDS[report.severity(finding)]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
