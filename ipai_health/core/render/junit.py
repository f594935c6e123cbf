"""A report as JUnit XML, as CI servers read it: one failing test case a finding."""

from __future__ import annotations

import re
from xml.etree import ElementTree as tree

from ..finding import Finding
from ..report import Report
from .text import where

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def render(report: Report) -> str:
    """Return ``report`` as one test suite; a clean one holds one passing case."""
    findings = report.sorted_findings()
    counts = {
        "name": f"ipai-health {report.source}",
        "tests": str(max(1, len(findings) + len(report.blind))),
        "failures": str(len(findings)),
        "errors": str(len(report.blind)),
    }
    suites = tree.Element("testsuites", counts)
    suite = tree.SubElement(suites, "testsuite", counts)
    for finding in findings:
        _add_case(suite, report, finding)
    for line in report.blind:
        case = _case(suite, report, "could not look")
        tree.SubElement(case, "error", {"message": _clean(line), "type": "blind"})
    if not len(suite):
        _case(suite, report, "nothing wrong")
    return tree.tostring(suites, encoding="unicode", xml_declaration=True)


def _add_case(suite: tree.Element, report: Report, finding: Finding) -> None:
    case = _case(suite, report, f"{finding.rule}: {finding.subject}")
    kind = f"{report.severity(finding)}: {finding.rule}"
    failure = tree.SubElement(case, "failure", {"type": kind})
    failure.set("message", _clean(finding.message))
    place = where(finding)
    failure.text = _clean(
        (f"at: {place}\n" if place else "") + f"to do: {report.remedy(finding)}"
    )


def _case(suite: tree.Element, report: Report, name: str) -> tree.Element:
    attributes = {
        "classname": f"ipai-health.{report.source}",
        "name": _clean(name),
        "time": "0",
    }
    return tree.SubElement(suite, "testcase", attributes)


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
