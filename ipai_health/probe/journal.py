"""Writes into the log when a fault begins and when it ends, and not in between."""

from __future__ import annotations

from ..core.own_log import own_logger
from ..core.severity import FAIL
from .verdict import Verdict

_logger = own_logger(__name__)


class Journal:
    """Told about every new verdict."""

    def changed(self, old: Verdict | None, new: Verdict) -> None:
        """Log the step from ``old`` to ``new`` if a fault begins or ends with it."""
        failed = old is not None and old.status() == FAIL
        fails = new.status() == FAIL
        if fails and not failed:
            _logger.warning("%s fails: %s", _name(new), _reasons(new))
        elif failed and not fails:
            _logger.info("%s is well again", _name(new))


def _name(verdict: Verdict) -> str:
    return f"database {verdict.database}" if verdict.database else "PostgreSQL"


def _reasons(verdict: Verdict) -> str:
    reasons = [each.finding.message for each in verdict.live if each.status == FAIL]
    reasons += [
        f"check {check.name}: {len(check.messages)} finding(s)"
        for check in verdict.stored
        if check.status == FAIL
    ]
    return "; ".join(reasons[:5])
