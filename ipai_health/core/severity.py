"""Severities, statuses and how the one follows from the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Severity = Literal["critical", "warning", "info"]
Status = Literal["pass", "warn", "fail"]

CRITICAL: Severity = "critical"
WARNING: Severity = "warning"
INFO: Severity = "info"

SEVERITIES: tuple[Severity, ...] = (CRITICAL, WARNING, INFO)
"""From worst to mildest."""

PASS: Status = "pass"
WARN: Status = "warn"
FAIL: Status = "fail"

STATUSES: tuple[Status, ...] = (FAIL, WARN, PASS)
"""From worst to best."""

STATUS_OF: dict[Severity, Status] = {CRITICAL: FAIL, WARNING: WARN, INFO: PASS}


def at_least(severity: Severity, threshold: Severity) -> bool:
    """Tell whether ``severity`` is as bad as ``threshold`` or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(threshold)


def milder(one: Severity, other: Severity) -> Severity:
    """Return the milder of two severities."""
    return max(one, other, key=SEVERITIES.index)


def status_of(severities: Iterable[Severity]) -> Status:
    """Return the status that the worst of ``severities`` stands for."""
    return worst(STATUS_OF[severity] for severity in severities)


def worst(statuses: Iterable[Status]) -> Status:
    """Return the worst of ``statuses``, ``pass`` when there is none."""
    return min(statuses, key=STATUSES.index, default=PASS)
