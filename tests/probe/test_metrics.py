"""Prometheus' own tool accepts the metrics, and their values are right."""

import re
import shutil
import subprocess

import pytest

from .stand_in import find
from .test_live_rules import pend


def metrics(caller):
    reply = caller.details("/ipai/health/metrics", query="")
    assert reply.code == 200
    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return reply.body.decode()


def value(text, name, **labels):
    for line in text.splitlines():
        found = re.match(rf"{name}(?:{{(.*)}})? (\S+)$", line)
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', found[1] or "")) if found else {}
        if found and labels.items() <= pairs.items():
            return float(found[2])
    raise AssertionError(f"no {name} {labels}")


@pytest.fixture
def promtool():
    """Return Prometheus' tool, which make test has installed."""
    program = shutil.which("promtool")
    assert program, "promtool is not installed: make dev installs it"
    return program


def test_promtool_accepts_every_line(caller, postgres, stub, promtool):
    find(postgres, stub, "asset-file-missing", subject='a "quoted"\nname')
    done = subprocess.run(
        [promtool, "check", "metrics"],
        input=metrics(caller),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_values(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    find(postgres, stub, "asset-source-missing", severity="warning")
    text = metrics(caller)
    assert value(text, "ipai_health_status") == 2
    assert value(text, "ipai_health_ready") == 1
    assert value(text, "ipai_health_draining") == 0
    assert value(text, "ipai_health_database_up", database=stub) == 1
    labels = {"check": "assets", "severity": "critical"}
    assert value(text, "ipai_health_findings", **labels) == 1
    assert value(text, "ipai_health_findings", **labels | {"severity": "info"}) == 0
    assert 0 < value(text, "ipai_health_probe_seconds", database=stub) < 1
    assert value(text, "ipai_health_check_age_seconds", check="assets") < 60


def test_a_check_that_is_switched_off_has_no_age(caller, postgres, stub):
    """Else the alert about checks that do not look would tell it for ever."""
    postgres.execute("UPDATE ipai_health_check SET enabled = false", database=stub)
    text = metrics(caller)
    assert "ipai_health_check_age_seconds" not in text
    assert "ipai_health_check_duration_seconds" not in text


def test_metrics_are_200_even_when_nothing_answers(make_caller):
    text = metrics(make_caller(1, db_names=("x",)))
    assert value(text, "ipai_health_status") == 2
    assert value(text, "ipai_health_ready") == 0
    assert value(text, "ipai_health_database_up", database="x") == 0


def test_what_only_a_look_knows_counts_for_its_check_alone(caller, postgres, stub):
    pend(postgres, stub, "11 minutes")
    text = metrics(caller)
    labels = {"check": "modules", "severity": "critical"}
    assert value(text, "ipai_health_findings", **labels) == 1
    others = [
        line
        for line in text.splitlines()
        if line.startswith("ipai_health_findings{") and 'check="modules"' not in line
    ]
    assert others
    assert all(line.endswith(" 0") for line in others)
