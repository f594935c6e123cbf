"""The image without docker: its steps played in a folder, its entrypoint run."""

from __future__ import annotations

import json
import re
import runpy
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.docker import busy, played

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Give the image's folder, with an odoo that only says what it was given."""
    folder = played.play(tmp_path_factory.mktemp("image"))
    played.program(folder, "python3", f'exec "{sys.executable}" "$@"')
    played.program(folder, "odoo", 'echo "odoo $*"')
    return folder


@pytest.fixture
def container(image, tmp_path):
    """Give a function that runs a command as the container would."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [image / "usr/local/bin/ipai-entrypoint", *words],
            env=played.variables(image, tmp_path / "run") | environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_the_image_has_the_addon_the_command_and_the_check(image, container):
    assert (image / "opt/odoo/addons/ipai_health/__manifest__.py").is_file()
    done = container("ipai-health", "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ipai-health 19.0.")


def test_the_image_passes_our_own_gate(image, container):
    conf = str(image / "etc/odoo/odoo.conf")
    done = container("ipai-health", "config", conf)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" in done.stdout


def test_secrets_go_into_a_private_file_and_nowhere_else(container, tmp_path):
    for name in ("password", "token", "master"):
        (tmp_path / name).write_text(f"secret-{name}\n")
    done = container(
        *("sh", "-c", "cat $ODOO_RC; echo; env; cat /proc/$$/cmdline"),
        PASSWORD_FILE=str(tmp_path / "password"),
        IPAI_HEALTH_TOKEN_FILE=str(tmp_path / "token"),
        ADMIN_PASSWD_FILE=str(tmp_path / "master"),
    )
    for line in (
        "db_password = secret-password",
        "ipai_health_token = secret-token",
        "admin_passwd = secret-master",
    ):
        assert line in done.stdout.splitlines()
    assert done.stdout.count("admin_passwd") == 1
    assert done.stdout.count("secret-") == 3
    assert (tmp_path / "run/odoo.conf").stat().st_mode & 0o077 == 0


def test_values_in_the_environment_count_and_are_taken_away(container):
    done = container("sh", "-c", "env; cat $ODOO_RC", PASSWORD="hunter2")
    lines = done.stdout.splitlines()
    assert "db_password = hunter2" in lines
    assert "PASSWORD=hunter2" not in lines


def test_options_alone_start_odoo(container):
    assert container("--dev=xml").stdout == "odoo --dev=xml\n"
    assert container("odoo", "-d", "x").stdout == "odoo -d x\n"


def healthcheck(image: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, image / "usr/local/bin/ipai-healthcheck", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_healthcheck_says_what_the_probe_says(image, probe):
    ready = healthcheck(image, "/ipai/health/ready", str(probe.port))
    assert (ready.returncode, ready.stdout.count("\n")) == (0, 1)
    probe.answers["/ipai/health/ready"] = 503
    assert healthcheck(image, "/ipai/health/ready", str(probe.port)).returncode == 1
    assert healthcheck(image, "/ipai/health/live", str(probe.port)).returncode == 0
    gone = healthcheck(image, "/ipai/health/ready", "1")
    assert (gone.returncode, gone.stderr) == (1, "")


def test_the_healthcheck_is_done_before_docker_loses_patience(image):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        port = str(silent.getsockname()[1])
        assert healthcheck(image, "/ipai/health/ready", port).returncode == 1
        assert time.monotonic() - begin < 5


def test_compose_shows_readiness_where_nothing_is_ended_by_it():
    services = yaml.safe_load((DOCKER / "compose.yaml").read_text())["services"]
    assert services["odoo"]["healthcheck"]["test"] == [
        *("CMD", "ipai-healthcheck", "/ipai/health/ready"),
    ]


def test_the_image_is_not_ended_for_its_database_a_drain_or_long_requests():
    """Docker Swarm replaces what its health check calls unhealthy."""
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    ((options, command),) = re.findall(r"^HEALTHCHECK (.*) CMD (.*)$", text, re.M)
    assert json.loads(command) == ["ipai-healthcheck", "/ipai/health/live"]
    options = dict(word.removeprefix("--").split("=") for word in options.split())
    # the pause is from the end of one question to the beginning of the next
    takes = runpy.run_path(str(DOCKER / "healthcheck.py"))["TIMEOUT"]
    apart = int(options["interval"].removesuffix("s")) + takes
    assert int(options["retries"]) * apart - takes > busy.LONGEST
