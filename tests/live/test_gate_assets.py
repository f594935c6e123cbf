"""The assets gate with a real Odoo: quiet, exact, and gone without a trace."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox.processes import wait_until

PREFIX = "ipai_health_assets_"
BROKEN_STYLE = ".a {\n  color: red;\n}\n\n.b {\n  color: $no-such-variable;\n}\n"


def module(folder: Path, name: str, assets: list[str], **files: str) -> None:
    """Write a module that puts ``assets`` into the backend's bundle."""
    home = folder / name
    (home / "static/src").mkdir(parents=True)
    (home / "__init__.py").touch()
    manifest = {
        "name": name,
        "depends": ["web"],
        "license": "LGPL-3",
        "assets": {
            "web.assets_backend": [f"{name}/static/src/{one}" for one in assets]
        },
    }
    (home / "__manifest__.py").write_text(json.dumps(manifest, indent=2))
    for file, text in files.items():
        (home / "static/src" / file.replace("_", ".")).write_text(text)


@pytest.fixture
def environment(cluster, source, tmp_path, checkout):
    """Give the environment of a gate that finds PostgreSQL and Odoo."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return {
        **os.environ,
        "PGHOST": cluster.host,
        "PGPORT": str(cluster.port),
        "PGUSER": cluster.user,
        "PGPASSWORD": cluster.password,
        "PYTHONPATH": f"{source.core}:{checkout}",
        "TMPDIR": str(scratch),
    }


@pytest.fixture
def start(environment, tmp_path):
    """Give a function that starts the gate."""

    def run(addons: Path, modules: str, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "ipai_health.gates", "assets"]
        command += ["--addons-path", str(addons), "--module", modules]
        command += ["--odoo", f"{sys.executable} -m odoo", "--format", "json"]
        return subprocess.Popen(
            [*command, *words],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.fixture
def traces(cluster, tmp_path):
    """Give a function that lists what throw-away runs left."""

    def left() -> list[str]:
        databases = [name for name in cluster.databases() if name.startswith(PREFIX)]
        return [*databases, *(str(one) for one in (tmp_path / "scratch").iterdir())]

    return left


def test_quiet_on_a_healthy_module(start, traces, checkout):
    gate = start(checkout, "ipai_health")
    output, said = gate.communicate(timeout=300)
    assert gate.returncode == 0, output + said
    report = json.loads(output)
    assert report["findings"] == []
    assert report["inspected"] > 50
    assert traces() == []


def test_names_the_broken_style_and_the_lost_source(start, traces, tmp_path):
    mods = tmp_path / "mods"
    module(mods, "broken_style", ["x.scss"], x_scss=BROKEN_STYLE)
    module(mods, "lost_source", ["gone.js", "**/*.scss"])
    gate = start(mods, "broken_style,lost_source,nowhere")
    output, said = gate.communicate(timeout=300)
    assert gate.returncode == 1, said
    found = {
        (one["rule"], one["subject"]): (Path(one["file"] or "").name, one["line"])
        for one in json.loads(output)["findings"]
    }
    assert found == {
        ("asset-compile-error", "broken_style/static/src/x.scss"): ("x.scss", 6),
        ("asset-source-missing", "lost_source/static/src/gone.js"): (
            "__manifest__.py",
            9,
        ),
        ("asset-source-missing", "lost_source/static/src/**/*.scss"): (
            "__manifest__.py",
            10,
        ),
        ("module-required-missing", "nowhere"): ("", None),
    }
    assert traces() == []


def test_an_installation_that_fails_is_a_finding(start, traces, tmp_path):
    mods = tmp_path / "mods"
    module(mods, "does_not_import", [])
    (mods / "does_not_import/__init__.py").write_text("import no_such_package\n")
    gate = start(mods, "does_not_import")
    output, said = gate.communicate(timeout=300)
    assert gate.returncode == 1, said
    (finding,) = json.loads(output)["findings"]
    assert finding["rule"] == "registry-not-loadable"
    assert "no_such_package" in finding["message"]
    assert traces() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_in_the_middle_it_leaves_nothing(
    start, traces, cluster, checkout, number
):
    gate = start(checkout, "ipai_health")
    assert wait_until(lambda: len(traces()) == 2, 30)
    name = next(one for one in traces() if one.startswith(PREFIX))
    assert wait_until(lambda: _has_tables(cluster, name), 30)
    gate.send_signal(number)
    _output, said = gate.communicate(timeout=30)
    assert gate.returncode in (130, 143, -signal.SIGKILL)
    assert "Traceback" not in said
    assert wait_until(lambda: not traces(), 15), traces()
    time.sleep(1)
    assert traces() == []


def _has_tables(cluster, name: str) -> bool:
    rows = cluster.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]
    )
    return bool(rows[0][0])


def test_what_a_power_cut_left_the_next_run_drops(start, cluster, tmp_path):
    old, new = (
        f"{PREFIX}{int(time.time()) - 99999}_ab",
        f"{PREFIX}{int(time.time())}_cd",
    )
    cluster.create(old)
    cluster.create(new)
    left, kept = (tmp_path / "scratch" / f"{PREFIX}{name}" for name in ("ab", "cd"))
    for folder in (left, kept):
        (folder / "data").mkdir(parents=True)
    os.utime(left, (time.time() - 99999,) * 2)
    try:
        mods = tmp_path / "mods"
        module(mods, "any_module", [])
        gate = start(mods, "any_module", "--timeout", "0.5")
        assert gate.wait(60) == 2
        assert old not in cluster.databases()
        assert new in cluster.databases()
        assert (left.exists(), kept.exists()) == (False, True)
    finally:
        cluster.drop(old)
        cluster.drop(new)


@pytest.mark.parametrize(
    "words",
    [
        ["--addons-path", "/nowhere", "--module", "x"],
        ["--addons-path", ".", "--module", " , "],
        ["--module", "x"],
        ["--addons-path", ".", "--module", "x", "--odoo", "/no/such/odoo"],
        ["--conf", "/no/such.conf", "--module", "x"],
    ],
)
def test_wrong_usage_is_one_line(environment, tmp_path, words):
    done = subprocess.run(
        [sys.executable, "-m", "ipai_health.gates", "assets", *words],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_without_postgresql_it_cannot_look(environment, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "ipai_health.gates", "assets", "--addons-path"),
            *(".", "--module", "x", "--odoo", f"{sys.executable} -m odoo"),
        ],
        env={**environment, "PGPORT": "1", "PGPASSWORD": "hunter2"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr
