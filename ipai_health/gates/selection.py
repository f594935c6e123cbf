"""Which findings are left out: ``--ignore`` and ``--baseline``."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from ..core.finding import Finding
from ..core.report import Report
from ..core.rules import RULES
from .errors import CannotLook


@dataclass(frozen=True)
class Selection:
    """What to leave out: pairs of rule and subject pattern, and known findings."""

    ignored: tuple[tuple[str, str], ...] = ()
    known: frozenset[tuple[str, str]] = frozenset()

    def leaves_out(self, finding: Finding) -> bool:
        """Tell whether ``finding`` is not to be reported."""
        if (finding.rule, finding.subject) in self.known:
            return True
        return any(
            fnmatchcase(finding.rule, rule) and fnmatchcase(finding.subject, subject)
            for rule, subject in self.ignored
        )

    def applied_to(self, report: Report) -> Report:
        """Return ``report`` without what is left out, which is counted."""
        kept = [one for one in report.findings if not self.leaves_out(one)]
        left_out = len(report.findings) - len(kept)
        return replace(report, findings=kept, left_out=report.left_out + left_out)


def from_options(options: argparse.Namespace) -> Selection:
    """Return the selection of the command line. Raises ``CannotLook``."""
    ignored = tuple(map(_ignored, options.ignore))
    known = _baseline(Path(options.baseline)) if options.baseline else frozenset()
    return Selection(ignored, known)


def _ignored(text: str) -> tuple[str, str]:
    rule, colon, subject = text.partition(":")
    if not any(fnmatchcase(code, rule) for code in RULES):
        raise CannotLook(f"--ignore {text}: there is no rule {rule!r}")
    return rule, subject if colon else "*"


def _baseline(path: Path) -> frozenset[tuple[str, str]]:
    try:
        report = json.loads(path.read_text("utf-8"))
        return frozenset((one["rule"], one["subject"]) for one in report["findings"])
    except OSError as error:
        raise CannotLook(f"--baseline {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CannotLook(
            f"--baseline {path}: not a JSON report of ipai-health"
        ) from None
