"""Rules of the check and the gate that read the server log."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, NOTICE, Rule
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_GATES = ("logs", "prod")

RULES = (
    Rule(
        code="log-database-error",
        title=_("The log tells of a lost database"),
        why=_("Requests fail whenever Odoo cannot reach PostgreSQL."),
        fix=_(
            "Check that PostgreSQL runs and that db_host names it: "
            "ipai-health recover 502."
        ),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BROKEN,
        checks=("log",),
        gates=_GATES,
    ),
    Rule(
        code="log-asset-error",
        title=_("The log tells of a bundle that could not be built"),
        why=_("Pages that need it stay without style or behaviour."),
        fix=_("Purge the asset cache: ipai-health recover assets."),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BROKEN,
        checks=("log",),
        gates=_GATES,
    ),
    Rule(
        code="log-critical",
        title=_("The log holds a critical entry"),
        why=_("Odoo uses that level only when something essential cannot work."),
        fix=_("Read the entry and what stands before it, and mend its cause."),
        severity=WARNING,
        ceiling=WARNING,
        gate_severity=CRITICAL,
        impact=BREAKING,
        checks=("log",),
        gates=_GATES,
    ),
    Rule(
        code="log-pattern-found",
        title=_("The log holds a pattern that you watch for"),
        why=_("You gave the pattern because it must not appear."),
        fix=_("Read the entry and what stands before it, and mend its cause."),
        severity=CRITICAL,
        impact=BREAKING,
        gates=_GATES,
    ),
    Rule(
        code="log-unreadable",
        title=_("The log cannot be read"),
        why=_("Errors that it tells of stay unseen."),
        fix=_("Let the user who runs the check read the file, or correct its path."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=("log",),
    ),
)
