"""What one look came to: its findings, and whatever could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from .exit_code import EXIT_BLIND, EXIT_CLEAN, EXIT_FOUND
from .finding import Finding
from .rules import RULES
from .severity import FAIL, SEVERITIES, Severity, Status, at_least, status_of

__all__ = ["EXIT_BLIND", "EXIT_CLEAN", "EXIT_FOUND", "Report"]


@dataclass
class Report:
    """The outcome of a command.

    ``source`` names the gate, or ``health`` for ``odoo health``. ``inspected`` counts
    what was looked at. ``blind`` holds one line for each thing that could not be.
    ``durations`` maps the checks that ran inside Odoo to seconds.
    """

    source: str
    findings: list[Finding] = field(default_factory=list)
    inspected: int = 0
    blind: list[str] = field(default_factory=list)
    durations: dict[str, float] | None = None
    gate: bool = True
    """Whether the severities of gates apply, or those of checks inside Odoo."""
    left_out: int = 0
    """How many findings were ignored, or known from a baseline."""

    def severity(self, finding: Finding) -> Severity:
        """Return the severity of ``finding``: its own, else the catalogue's."""
        if finding.severity:
            return finding.severity
        rule = RULES[finding.rule]
        return rule.severity_for_gate() if self.gate else rule.severity

    def remedy(self, finding: Finding) -> str:
        """Return what to do about ``finding``: its own word, else the catalogue's."""
        if finding.remedy:
            return finding.remedy
        rule = RULES.get(finding.rule)
        return rule.fix if rule else ""

    @property
    def status(self) -> Status:
        """Return the status that the worst finding stands for; what could not be looked
        at is no pass.
        """
        if self.blind:
            return FAIL
        return status_of(self.severity(finding) for finding in self.findings)

    def sorted_findings(self) -> list[Finding]:
        """Return the findings, the worst first, then by rule and subject."""
        return sorted(
            self.findings,
            key=lambda finding: (
                SEVERITIES.index(self.severity(finding)),
                finding.rule,
                finding.subject,
            ),
        )

    def exit_code(self, fail_on: Severity) -> int:
        """Return 2 when something could not be looked at, 1 when something is found
        at or above ``fail_on``, else 0.
        """
        if self.blind:
            return EXIT_BLIND
        severities = map(self.severity, self.findings)
        found = any(at_least(severity, fail_on) for severity in severities)
        return EXIT_FOUND if found else EXIT_CLEAN
