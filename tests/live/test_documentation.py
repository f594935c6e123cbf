"""Every command that the documentation shows, run on a real server."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
from sandbox.paths import ROOT
from sandbox.site import TOKEN, Site

FENCE = re.compile(r"^( *)```sh\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
SITE = "https://erp.example.com"

COMMANDS = [
    (page.relative_to(ROOT / "docs").with_suffix("").as_posix(), line.strip())
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for _indent, block in FENCE.findall(page.read_text("utf-8"))
    for line in block.splitlines()
    if line.strip()
]

PROGRAMS = {"curl", "odoo", "ipai-health"}
"""What a block of shell may call: docker and kubectl cannot be had in a test, so their
commands stand in text, and come from the dry runs of ``ipai-health recover``."""

FINDS = 1
"""Exit code of a command that looked and found something."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder as a reader has it: the repository's, with the programs."""
    place = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "docker", place / "docker")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "ipai_health", place / "ipai_health", ignore=ignored)
    for name, module in (("odoo", "odoo"), ("ipai-health", "ipai_health.gates")):
        program = place / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        program.chmod(0o755)
    return place


@pytest.fixture(scope="module")
def reader_site(source, cluster, workshop, health_template, tmp_path_factory):
    """Return one server for all commands."""
    from sandbox import templates
    from sandbox.instance import Instance

    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("server"),
        options={"dbfilter": "^reader$"},
        environment={"IPAI_HEALTH_TOKEN": TOKEN},
    )
    templates.clone(instance, health_template, "reader", workshop)
    with instance.serve("-d", "reader") as server:
        yield Site(instance, server.wait("/ipai/health"), "reader")
    templates.discard(instance, "reader")


def test_there_are_commands_and_only_of_programs_that_can_be_had():
    assert len(COMMANDS) > 20
    assert {shlex.split(line)[0] for _page, line in COMMANDS} == PROGRAMS


@pytest.mark.parametrize(
    ("page", "line"), COMMANDS, ids=lambda value: value.replace(" ", "_")[:60]
)
def test_the_command_runs(page, line, folder, reader_site):
    instance = reader_site.instance
    text = (
        line.replace(SITE, reader_site.server.url)
        .replace("TOKEN", TOKEN)
        .replace("DATABASE", reader_site.database)
    )
    words = shlex.split(text)
    if words[0] == "odoo":
        words.append("--no-http" if "health" not in words else "--log-level=error")
    done = subprocess.run(
        words,
        cwd=folder,
        env=instance.variables()
        | {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{instance.source.core}{os.pathsep}{ROOT}",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.returncode in (0, FINDS), said
    assert done.stdout or words[0] == "odoo", said
