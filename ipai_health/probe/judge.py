"""From the answer of one look to its verdict. Pure: no clock, no connection."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from ..core import live as rules
from ..core.finding import Finding
from ..core.rules import RULES, Own
from ..core.severity import SEVERITIES, Severity, milder
from .statement import MAINTENANCE_FROM, MAINTENANCE_UNTIL, Row, Shape
from .verdict import LiveFinding, StoredCheck


def findings_of(
    database: str, row: Row, shape: Shape, series: str, own: Own
) -> list[Finding]:
    """Return the live findings of what ``database`` answered.

    What cannot be true of a database that Odoo never initialised is left out, and the
    scheduled actions that a waiting module stops are not told as a fault of their own.
    """
    found = list(rules.connections_high(database, row.used, row.limit, own))
    if not shape.modules or not row.version:
        message = f"{database} has no installed Odoo in it"
        return [Finding("database-uninitialised", database, message)]
    if series and series_of(row.version) != series:
        message = f"{database} was made by Odoo {row.version}, this is {series}"
        return [Finding("database-series-mismatch", database, message)]
    if row.read_only:
        message = f"{database} can be read and not written"
        found.append(Finding("database-read-only", database, message))
    waiting = [rules.PendingModule(*each) for each in row.pending or ()]
    found += rules.module_pending(waiting, row.now, own)
    if not waiting:
        found += rules.self_check_stale(ages(row), intervals(row), own)
    return found


def series_of(version: str) -> str:
    """Return the series of a module's version: ``19.0`` of ``19.0.1.3``."""
    return ".".join(version.split(".")[:2])


def ages(row: Row) -> dict[str, float]:
    """Return the seconds since the last look of each depth, those of nodes left out."""
    newest: dict[str, float] = {}
    for check in stored_checks(row):
        if check.enabled and check.is_self_check:
            newest[check.depth] = max(
                newest.get(check.depth, 0.0), check.last_look or 0.0
            )
    return {depth: row.now - last for depth, last in newest.items()}


def intervals(row: Row) -> dict[str, float]:
    """Return the seconds between two self-checks by depth."""
    return {
        depth: number * rules.INTERVAL_SECONDS.get(unit, 86400.0)
        for depth, (number, unit) in (row.intervals or {}).items()
    }


def stored_checks(row: Row) -> tuple[StoredCheck, ...]:
    """Return what the database remembers of each check."""
    counts: dict[str, dict[Severity, int]] = {}
    messages: dict[str, list[str]] = {}
    by_severity = sorted(row.findings or (), key=lambda each: _rank(each[1]))
    for name, severity, number, texts in by_severity:
        counts.setdefault(name, {})[severity] = number
        messages.setdefault(name, []).extend(texts)
    return tuple(
        StoredCheck(
            name=name,
            enabled=bool(enabled),
            outcome=outcome,
            last_look=last_look,
            duration=duration,
            scope=scope,
            reason=reason,
            depth=depth or rules.DEPTH_UNKNOWN,
            counts=counts.get(name, {}),
            messages=tuple(messages.get(name, ())),
        )
        for name, enabled, outcome, last_look, duration, scope, reason, depth in (
            row.checks or ()
        )
    )


def _rank(severity: Any) -> int:
    return SEVERITIES.index(severity)


def chosen(row: Row) -> tuple[dict[str, str], dict[str, float]]:
    """Return the severities and the thresholds that an administrator chose, by rule."""
    rows = (row.chosen or {}).items()
    severities = {code: severity for code, (severity, _own) in rows if severity}
    own = {code: float(value) for code, (_severity, value) in rows if value}
    return severities, own


def weighed(
    findings: Iterable[Finding],
    muted: Iterable[Iterable[str]],
    severities: dict[str, str],
) -> tuple[LiveFinding, ...]:
    """Return ``findings`` with the severities and mutes an administrator chose."""
    silenced = {tuple(each) for each in muted}
    return tuple(
        LiveFinding(
            finding,
            _severity(finding, severities.get(finding.rule)),
            (RULES[finding.rule].checks or ("database",))[0],
            (finding.rule, finding.subject) in silenced,
        )
        for finding in findings
    )


def _severity(finding: Finding, chosen: str | None) -> Severity:
    """Return the severity that counts, as for findings that are stored."""
    rule = RULES[finding.rule]
    severity = finding.severity or rule.severity
    severity = next((each for each in SEVERITIES if each == chosen), severity)
    return milder(severity, rule.ceiling) if rule.ceiling else severity


def maintenance_until(window: dict[str, str], now: float) -> str | None:
    """Return the end of the maintenance that is under way, as it was written.

    ``window`` holds the system parameters that say when it begins and ends.
    """
    text = window.get(MAINTENANCE_UNTIL) or ""
    start, end = _moment(window.get(MAINTENANCE_FROM)), _moment(text)
    return text if end is not None and (start or now) <= now < end else None


def _moment(text: str | None) -> float | None:
    try:
        moment = datetime.strptime((text or "").strip(), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return moment.replace(tzinfo=timezone.utc).timestamp()
