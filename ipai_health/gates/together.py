"""Gates run by other commands: the words of a command line in, a report out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.report import Report
from . import parsing
from .commands import GATES
from .errors import CannotLook


@dataclass(frozen=True)
class Look:
    """One gate with its arguments, as they would stand on a command line."""

    gate: str
    words: tuple[str, ...] = ()

    def command(self) -> tuple[str, ...]:
        """Return the command line that looks the same way."""
        return ("ipai-health", self.gate, *self.words)


def run(look: Look) -> Report:
    """Return what the gate says; what it cannot look at is in ``blind``."""
    gate = next(one for one in GATES if one.name == look.gate)
    try:
        return parsing.look(gate, look.words)[0]
    except CannotLook as reason:
        return Report(look.gate, blind=[f"{look.gate}: {reason}"])


def merged(source: str, reports: Iterable[Report]) -> Report:
    """Return one report of all; what two gates found is told once."""
    whole = Report(source)
    told = set()
    for report in reports:
        whole.inspected += report.inspected
        whole.blind += report.blind
        whole.left_out += report.left_out
        for finding in report.findings:
            if finding.fingerprint not in told:
                told.add(finding.fingerprint)
                whole.findings.append(finding)
    return whole


def options(**values: str | Sequence[str] | None) -> list[str]:
    """Return the words of those options that have a value, repeated for lists."""
    words = []
    for name, value in values.items():
        listed = [value] if isinstance(value, str) else value or []
        for one in listed:
            words += [f"--{name.replace('_', '-')}", one]
    return words
