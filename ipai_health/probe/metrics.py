"""The state of things in Prometheus' text format.

Only gauges that are the same whichever worker answers: a counter would be one of one
process out of several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..core.live import LIVE_CHECKS
from ..core.severity import SEVERITIES, Status
from .host import Host
from .overall import Overall
from .verdict import Verdict

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

STATUS_VALUES: dict[Status, int] = {"pass": 0, "warn": 1, "fail": 2}

Labels = dict[str, str]


class Sample(NamedTuple):
    """One value of a metric."""

    value: float
    labels: Labels = {}


class Metric(NamedTuple):
    """A gauge and its samples."""

    name: str
    help: str
    samples: list[Sample]


def text(overall: Overall, host: Host, draining: bool) -> bytes:
    """Return every metric."""
    verdicts = [verdict for verdict in overall.verdicts if verdict]
    metrics = [
        *_of_node(overall, host, draining),
        *_of_databases(verdicts or ([overall.server] if overall.server else [])),
        *_of_checks(verdicts),
    ]
    return "".join(_lines(metric) for metric in metrics if metric.samples).encode()


def _of_node(overall: Overall, host: Host, draining: bool) -> Iterator[Metric]:
    about = {"version": host.version, "release": host.release, "node": host.node}
    yield Metric("ipai_health_info", "What runs here.", [Sample(1, about)])
    status: Status = "fail" if draining else overall.health()
    ready = not draining and overall.readiness() != "fail"
    yield Metric(
        "ipai_health_status",
        "The verdict of /ipai/health: 0 pass, 1 warn, 2 fail.",
        [Sample(STATUS_VALUES[status])],
    )
    yield Metric(
        "ipai_health_ready",
        "Whether /ipai/health/ready answers 200.",
        [Sample(ready)],
    )
    yield Metric(
        "ipai_health_draining",
        "Whether this node was taken out of the balancer.",
        [Sample(draining)],
    )


def _of_databases(verdicts: list[Verdict]) -> Iterator[Metric]:
    def each(values: Iterable[tuple[Verdict, float | None]]) -> list[Sample]:
        return [
            Sample(value, {"database": verdict.database})
            for verdict, value in values
            if value is not None
        ]

    yield Metric(
        "ipai_health_database_up",
        "Whether PostgreSQL answered for this database.",
        each((verdict, verdict.reached) for verdict in verdicts),
    )
    yield Metric(
        "ipai_health_database_status",
        "The verdict on this database: 0 pass, 1 warn, 2 fail.",
        each((verdict, STATUS_VALUES[verdict.status()]) for verdict in verdicts),
    )
    yield Metric(
        "ipai_health_probe_seconds",
        "How long the last look at this database took.",
        each((verdict, verdict.seconds) for verdict in verdicts),
    )
    yield Metric(
        "ipai_health_database_connections",
        "PostgreSQL connections in use on the server.",
        each((verdict, verdict.used) for verdict in verdicts),
    )
    yield Metric(
        "ipai_health_database_connections_limit",
        "PostgreSQL connections that ordinary users may open on the server.",
        each((verdict, verdict.limit) for verdict in verdicts),
    )
    yield Metric(
        "ipai_health_maintenance",
        "Whether findings do not count because of a maintenance window.",
        each((verdict, bool(verdict.maintenance)) for verdict in verdicts),
    )


def _of_checks(verdicts: list[Verdict]) -> Iterator[Metric]:
    findings: list[Sample] = []
    durations: list[Sample] = []
    ages: list[Sample] = []
    for verdict in verdicts:
        findings += _findings(verdict)
        for check in verdict.stored:
            labels = {"check": check.name, "database": verdict.database}
            if check.enabled and check.last_look:
                age = max(verdict.now - check.last_look, 0)
                ages.append(Sample(age, labels | {"scope": check.scope}))
                durations.append(Sample(check.duration or 0.0, labels))
    yield Metric(
        "ipai_health_findings",
        "Open findings that are not muted, by check and severity.",
        findings,
    )
    yield Metric(
        "ipai_health_check_duration_seconds",
        "How long the last look of a check took.",
        durations,
    )
    yield Metric(
        "ipai_health_check_age_seconds",
        "How long ago the last whole look of a check ended.",
        ages,
    )


def _findings(verdict: Verdict) -> Iterator[Sample]:
    stored = {check.name: check.counts for check in verdict.stored}
    for name in dict.fromkeys((*LIVE_CHECKS, *stored)):
        for severity in SEVERITIES:
            live = sum(
                each.check == name and each.severity == severity and not each.muted
                for each in verdict.live
            )
            number = live + stored.get(name, {}).get(severity, 0)
            labels = {"check": name, "severity": severity}
            yield Sample(number, labels | {"database": verdict.database})


def _lines(metric: Metric) -> str:
    lines = [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} gauge"]
    lines += [
        f"{metric.name}{_labels(sample.labels)} {float(sample.value):.9g}"
        for sample in metric.samples
    ]
    return "\n".join(lines) + "\n"


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    pairs = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return "{" + ",".join(pairs) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
