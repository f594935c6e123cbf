"""The metrics that the probe exposes, and the alerts made of them."""

import re
from pathlib import Path
from types import SimpleNamespace

import yaml

from ipai_health.probe import metrics
from ipai_health.probe.overall import Overall
from ipai_health.probe.selection import WORST, Selection
from ipai_health.probe.verdict import StoredCheck, Verdict

RULES = Path(__file__).resolve().parents[2] / "docker/prometheus/rules.yml"

SAMPLE = re.compile(r"^(?P<name>\w+)(?:{(?P<labels>.*)})? ", re.MULTILINE)
HELP = re.compile(r"^# HELP (\w+) (.*)$", re.MULTILINE)


def page() -> list[str]:
    """Return the lines of the page of metrics."""
    return [
        "# Metrics and alerts",
        "",
        "What `/ipai/health/metrics` says, and what becomes of it in "
        "`docker/prometheus/rules.yml`. Every metric is a gauge and says the same "
        "whichever worker answers; only `ipai_health_probe_seconds` is of the look of "
        "the one that did.",
        "",
        "| metric | labels | meaning |",
        "| --- | --- | --- |",
        *_metrics(_everything()),
        "",
        "## Alerts",
        "",
        "| alert | severity | after | says |",
        "| --- | --- | --- | --- |",
        *_alerts(),
    ]


def _everything() -> str:
    """Return the answer of a probe that has something to say about everything."""
    check = StoredCheck(
        "assets", True, "done", 1.0, 0.1, "database", None, "quick", {}, ()
    )
    verdict = Verdict("prod", stored=(check,), used=1, limit=100, now=2.0)
    overall = Overall(Selection(WORST, ("prod",)), (verdict,), None, 0.0)
    host = SimpleNamespace(version="", release="", node="")
    return metrics.text(overall, host, draining=False).decode()


def _metrics(text: str) -> list[str]:
    labels: dict[str, str] = {}
    for sample in SAMPLE.finditer(text):
        found = re.findall(r"(\w+)=", sample["labels"] or "")
        labels[sample["name"]] = ", ".join(f"`{each}`" for each in found)
    return [
        f"| `{name}` | {labels[name]} | {meaning} |"
        for name, meaning in HELP.findall(text)
    ]


def _alerts() -> list[str]:
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [
        f"| `{one['alert']}` | {one['labels']['severity']} | {one.get('for', '0s')} | "
        f"{_plain(one['annotations']['summary'])} |"
        for group in groups
        for one in group["rules"]
    ]


def _plain(text: str) -> str:
    """Return the words of a summary, with its fields by their names."""
    return re.sub(r"{{ *\$(?:labels\.)?(\w+)[^}]*}}", r"*\1*", text)
