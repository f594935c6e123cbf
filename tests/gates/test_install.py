"""A clean virtual environment without Odoo: ``pip install .``, then every command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ipai_health.core.about import version
from ipai_health.gates.commands import COMMANDS

pytestmark = pytest.mark.live

ROOT = Path(__file__).parents[2]
PARTS = ("ipai_health", "setup.py", "pyproject.toml", "README.md", "LICENSE")
CONF = "[options]\ndb_host = postgres\ndbfilter = ^a$\nlist_db = False\n"
COMPOSE = """services:
  db: {image: "postgres:16"}
  odoo: {image: "odoo:19.0", depends_on: [db]}
"""


@pytest.fixture(scope="module")
def command(tmp_path_factory):
    """Install the package as a user would, and return the command."""
    source = tmp_path_factory.mktemp("source")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, source / part)
    home = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    subprocess.run(
        [home / "bin/pip", "install", "--quiet", "--disable-pip-version-check", source],
        check=True,
        timeout=300,
    )
    return home / "bin/ipai-health"


def _run(command, *arguments, folder=None):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder or "/nonexistent")}
    return subprocess.run(
        [command, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_no_odoo_is_there(command):
    # the wheel's own addon makes an empty namespace of that name
    check = [command.with_name("python"), "-c", "import odoo.release"]
    assert subprocess.run(check, capture_output=True).returncode == 1


def test_version_and_help(command):
    assert _run(command, "--version").stdout == f"ipai-health {version()}\n"
    for name in COMMANDS:
        done = _run(command, name, "--help")
        assert done.returncode == 0, (name, done.stderr)


def test_the_file_gates_work(command, tmp_path):
    (tmp_path / "odoo.conf").write_text(CONF)
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    module = tmp_path / "addons" / "acme"
    module.mkdir(parents=True)
    (module / "__manifest__.py").write_text("{'depends': ['sale']}")
    for gate in ("config", "compose", "modules"):
        done = _run(command, gate, "--format", "json", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f'"source": "{gate}"' in done.stdout
    (module / "__manifest__.py").write_text("{'depends': ['gone']}")
    assert _run(command, "modules", folder=tmp_path).returncode == 1


def test_every_command_without_anything_is_one_line(command, tmp_path):
    for name in COMMANDS:
        done = _run(command, name, folder=tmp_path)
        assert "Traceback" not in done.stderr, name
        assert "No module named" not in done.stderr, name
