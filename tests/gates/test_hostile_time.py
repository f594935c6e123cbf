"""What is written so that looking at it takes for ever is looked at in no time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ipai_health.gates.addons import manifest
from ipai_health.gates.addons.globbing import matcher
from ipai_health.gates.cli import main
from ipai_health.gates.composition.variables import read_env_file

DEADLINE = 1.0
"""Seconds of work for any of these; a tenth of it is usual."""

COMPOSE = """\
services:
  odoo:
    image: {image}
    command: [sh, -c, "{command}"]
    environment: {{X: "{variable}"}}
  db: {{image: "postgres:16"}}
"""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def deadline(in_a_folder):
    started = time.process_time()
    yield
    assert time.process_time() - started < DEADLINE


@pytest.mark.parametrize(
    "hostile",
    [
        {"image": "odoo" + "prod" * 23 + "+"},
        {"image": "odoo-" + "test12" * 20 + "!"},
        {"image": "acme/erp:1", "command": "x &&" + "a&&" * 16_000},
        {"image": "acme/erp:1", "command": "x;" + "a;" * 16_000},
        {"variable": "a" * 30_000},
        {"variable": "a://u:" * 5_000},
    ],
    ids=range(6),
)
def test_a_composition(hostile):
    values = {"image": "odoo:19.0", "command": "x", "variable": "x", **hostile}
    Path("compose.yaml").write_text(COMPOSE.format(**values))
    main(["compose"])


@pytest.mark.parametrize(
    "between",
    ["\n", " \n", "\t", "COPY x\n", "FROM\n", "\\\n", "\\ ", " #", "$x", "RUN \\\n"],
)
def test_a_dockerfile(between):
    Path("Dockerfile").write_text("FROM odoo:19.0\n" + between * 20_000)
    Path("odoo.conf").write_text("[options]\naddons_path = /srv/x\n")
    text = COMPOSE.format(image="acme/odoo:1\n    build: .", command="x", variable="x")
    Path("compose.yaml").write_text(text)
    main(["compose", "--conf", "odoo.conf"])


@pytest.mark.parametrize("blank", [" ", "\t", " \\ "])
def test_an_env_file(blank):
    Path(".env").write_text(f"A=y{blank * 60_000}z\n")
    assert read_env_file(Path(".env"))["A"].startswith("y")


@pytest.mark.parametrize(
    "pattern",
    [
        "static/" + "*a" * 200 + ".js",
        "static/" + "*/" * 50 + "*.js",
        "static/" + "**/" * 50 + "a.js",
        "static/" + "**/*a/" * 20 + "a.js",
        "static/" + "[" * 100_000,
    ],
    ids=range(5),
)
def test_a_pattern_of_files(pattern):
    expression = matcher(pattern)
    assert not expression.fullmatch("static/" + "a" * 240 + ".css")
    assert not expression.fullmatch("static/" + "a/" * 200 + "a.css")


def test_a_manifest_that_lists_thousands_of_lost_files(capsys):
    folder = Path("addons", "wide")
    folder.mkdir(parents=True)
    names = [f"views/x{number}.xml" for number in range(2_000)]
    lines = "".join(f"    '{name}',\n" for name in names)
    (folder / "__manifest__.py").write_text(f"{{'name': 'w', 'data': [\n{lines}]}}\n")
    (folder / "__init__.py").touch()
    module = manifest.read(folder, folder / "__manifest__.py", "19.0")
    assert [module.line_of(name) for name in names] == list(range(2, 2_002))
