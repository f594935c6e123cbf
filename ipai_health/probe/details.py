"""The detailed body, as draft-inadarei-api-health-check-06 has it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timezone
from typing import Any

from ..core.live import LIVE_CHECKS
from ..core.rules import RULES
from ..core.severity import FAIL, PASS, WARN, Status, worst
from .host import Host
from .overall import Overall
from .verdict import LiveFinding, StoredCheck, Verdict

Measurement = dict[str, Any]
Checks = dict[str, list[Measurement]]

CHECKS = {check for rule in RULES.values() for check in rule.checks}
"""The checks of this addon; those of others are known once they are stored."""

TOO_LATE = "no look at it ended in time yet"


def body(
    overall: Overall,
    status: Status,
    host: Host,
    exclude: Collection[str] = (),
    draining: bool = False,
) -> bytes:
    """Return the whole body."""
    return _bytes(
        {
            "status": status,
            "version": host.version,
            "releaseId": host.release,
            "serviceId": host.node,
            "description": "Health of an Odoo server",
            "notes": notes(overall, draining),
            "checks": {
                key: value
                for key, value in measurements(overall).items()
                if key.partition(":")[0] not in exclude
            },
        }
    )


def one_check(overall: Overall, check: str, host: Host) -> tuple[Status, bytes] | None:
    """Return status and body of one check, ``None`` if there is none of that name.

    A database that could not be asked fails what would have been looked at there.
    """
    stored = {item.name for verdict in _known(overall) for item in verdict.stored}
    if check not in stored and check not in CHECKS:
        return None
    found = {
        key: value
        for key, value in measurements(overall).items()
        if key.partition(":")[0] == check
    }
    unseen = [] if check == "database" else list(_unseen(overall))
    if not found and not unseen and check not in LIVE_CHECKS:
        unseen = [
            _nothing(verdict.database, "component", WARN, "nothing is known of it yet")
            for verdict in _known(overall)
            if verdict.installed
        ]
        if not unseen:
            return None
    if unseen:
        found.setdefault(f"{check}:findings", []).extend(unseen)
    status = worst(item["status"] for items in found.values() for item in items)
    return status, _bytes({"status": status, "serviceId": host.node, "checks": found})


def _bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def notes(overall: Overall, draining: bool) -> list[str]:
    """Return in words what was judged and why."""
    lines = [_chosen(overall)]
    if draining:
        lines.append("this node is draining")
    if overall.process_fault:
        lines.append(overall.process_fault)
    for verdict in _known(overall):
        if verdict.maintenance:
            lines.append(
                f"{verdict.database} is under maintenance until "
                f"{verdict.maintenance} UTC: findings do not count unless they keep "
                "this node from serving"
            )
        if verdict.reached and verdict.database and not verdict.installed:
            lines.append(f"{verdict.database}: ipai_health is not installed there")
        elif verdict.installed and not verdict.judged_once:
            lines.append(f"{verdict.database}: no self-check has run yet")
    return lines


def _chosen(overall: Overall) -> str:
    selection = overall.selection
    if not selection.names:
        return f"judged: the server alone, because {selection.reason}"
    return f"judged: {', '.join(selection.names)}, because {selection.reason}"


def _known(overall: Overall) -> list[Verdict]:
    return [verdict for verdict in overall.verdicts if verdict]


def measurements(overall: Overall) -> Checks:
    """Return every measurement by ``check:measurement``, one item a database."""
    checks: Checks = {}
    verdicts = _known(overall)
    if overall.server and not verdicts:
        verdicts = [overall.server]
    for verdict in verdicts:
        for key, item in _of_database(verdict):
            checks.setdefault(key, []).append(item)
        for stored in verdict.stored:
            for key, item in _of_check(verdict, stored):
                checks.setdefault(key, []).append(item)
    for name, seen in _looked_at(overall):
        if seen is None:
            item = _nothing(name, "datastore", overall.unseen, TOO_LATE)
            checks.setdefault("database:responseTime", []).append(item)
    return checks


def _looked_at(overall: Overall) -> Iterator[tuple[str, Verdict | None]]:
    return zip(overall.selection.names, overall.verdicts, strict=False)


def _unseen(overall: Overall) -> Iterator[Measurement]:
    """Yield what stands for a check in each database that could not be asked."""
    for name, verdict in _looked_at(overall):
        if verdict is None:
            yield _nothing(name, "component", overall.unseen, TOO_LATE)
        elif not verdict.reached:
            yield _nothing(name, "component", FAIL, _told(verdict.live))


def _of_database(verdict: Verdict) -> Iterator[tuple[str, Measurement]]:
    yield (
        "database:responseTime",
        _item(
            verdict,
            "datastore",
            round(verdict.seconds * 1000, 1),
            "ms",
            _live(verdict, "database"),
        ),
    )
    if verdict.used is not None:
        yield (
            "database:connections",
            _item(verdict, "datastore", verdict.used, "connections"),
        )
    if not verdict.database or not verdict.version:
        return
    pending = _live(verdict, "modules")
    yield (
        "modules:pending",
        _item(verdict, "component", len(pending), "modules", pending),
    )
    looks = [each.last_look or 0.0 for each in verdict.stored if each.is_self_check]
    late = _live(verdict, "cron")
    if looks or late:
        age = round(max(verdict.now - max(looks), 0)) if looks else None
        yield "cron:selfCheckAge", _item(verdict, "component", age, "s", late)


def _of_check(
    verdict: Verdict, check: StoredCheck
) -> Iterator[tuple[str, Measurement]]:
    number = sum(check.counts.values())
    item = _item(verdict, "component", number, "findings")
    item["status"] = check.status
    item["time"] = _time(check.last_look)
    item["output"] = "; ".join(check.messages) or _outcome(check)
    yield f"{check.name}:findings", item
    if check.last_look:
        seconds = round(check.duration or 0.0, 3)
        duration = _item(verdict, "component", seconds, "s")
        duration["time"] = _time(check.last_look)
        yield f"{check.name}:duration", duration


def _outcome(check: StoredCheck) -> str:
    if not check.enabled:
        return "switched off"
    if check.outcome in (None, "done"):
        return "" if check.last_look else "has not looked yet"
    return f"{check.outcome}: {check.reason or ''}".rstrip(": ")


def _live(verdict: Verdict, check: str) -> list[LiveFinding]:
    return [each for each in verdict.live if each.check == check]


def _item(
    verdict: Verdict,
    component: str,
    value: float | None,
    unit: str,
    findings: Collection[LiveFinding] = (),
) -> Measurement:
    return {
        "componentId": verdict.database or "postgresql",
        "componentType": component,
        "observedValue": value,
        "observedUnit": unit,
        "status": worst(each.status for each in findings) if findings else PASS,
        "time": _time(verdict.time),
        "output": _told(findings),
    }


def _nothing(database: str, component: str, status: Status, reason: str) -> Measurement:
    """Return the measurement that could not be made."""
    return {
        "componentId": database,
        "componentType": component,
        "observedValue": None,
        "observedUnit": None,
        "status": status,
        "time": None,
        "output": reason,
    }


def _told(findings: Collection[LiveFinding]) -> str:
    return "; ".join(
        f"{each.finding.rule}: {each.finding.message}" for each in findings
    )


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
