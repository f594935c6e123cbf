"""The image without docker: its steps played in a folder, its entrypoint run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.docker import played

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


class _Probe(BaseHTTPRequestHandler):
    answers: dict[str, int] = {}

    def do_GET(self) -> None:
        status = self.answers.get(self.path, 404)
        body = json.dumps({"status": "pass" if status == 200 else "fail"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def probe():
    """Give the port of a server that answers as the probe does."""
    _Probe.answers = {"/ipai/health/ready": 200, "/ipai/health/live": 200}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Probe)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def healthcheck(image: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, image / "usr/local/bin/ipai-healthcheck", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_healthcheck_says_what_the_probe_says(image, probe):
    ready = healthcheck(image, "/ipai/health/ready", str(probe))
    assert (ready.returncode, ready.stdout.count("\n")) == (0, 1)
    _Probe.answers["/ipai/health/ready"] = 503
    assert healthcheck(image, "/ipai/health/ready", str(probe)).returncode == 1
    assert healthcheck(image, "/ipai/health/live", str(probe)).returncode == 0
    gone = healthcheck(image, "/ipai/health/ready", "1")
    assert (gone.returncode, gone.stderr) == (1, "")


def test_the_healthcheck_is_done_before_docker_loses_patience(image):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        port = str(silent.getsockname()[1])
        assert healthcheck(image, "/ipai/health/ready", port).returncode == 1
        assert time.monotonic() - begin < 5


def test_compose_and_image_use_the_same_check():
    compose = (DOCKER / "compose.yaml").read_text()
    dockerfile = (DOCKER / "Dockerfile").read_text()
    assert "ipai-healthcheck, /ipai/health/ready" in compose
    assert '"ipai-healthcheck", "/ipai/health/ready"' in dockerfile


@pytest.fixture
def systemd(tmp_path):
    """Give the socket that systemd would listen on, and its address."""
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(address))
        channel.settimeout(10)
        yield channel, str(address)


def test_the_watchdog_tells_systemd_for_as_long_as_odoo_answers(probe, systemd):
    channel, address = systemd
    command = [sys.executable, DOCKER / "systemd/odoo-watchdog", "sleep", "60"]
    environment = {
        **os.environ,
        "NOTIFY_SOCKET": address,
        "WATCHDOG_USEC": "900000",
        "HTTP_PORT": str(probe),
    }
    watchdog = subprocess.Popen(command, env=environment)
    try:
        assert b"READY=1" in channel.recv(1000)
        assert channel.recv(1000) == b"WATCHDOG=1"
        assert channel.recv(1000) == b"WATCHDOG=1"
        _Probe.answers["/ipai/health/live"] = 500
        time.sleep(1)
        channel.settimeout(0.1)
        with pytest.raises(TimeoutError):
            while True:
                channel.recv(1000)
        channel.settimeout(1.5)
        with pytest.raises(TimeoutError):
            channel.recv(1000)
    finally:
        watchdog.terminate()
    assert watchdog.wait(10) == 128 + 15


def test_the_watchdog_ends_with_odoo(probe):
    command = [sys.executable, DOCKER / "systemd/odoo-watchdog", "sh", "-c", "exit 3"]
    done = subprocess.run(command, timeout=20, check=False)
    assert done.returncode == 3
