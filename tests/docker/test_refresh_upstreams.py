"""docker/nginx/refresh-upstreams.sh with a program in the place of nginx."""

from __future__ import annotations

import http.server
import os
import subprocess
import threading
from pathlib import Path

import pytest
from sandbox import processes

SCRIPT = Path(__file__).parents[2] / "docker/nginx/refresh-upstreams.sh"
PATIENCE = 10.0


class Ready(http.server.BaseHTTPRequestHandler):
    """A node that is ready whenever it is asked."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        """Keep quiet."""


@pytest.fixture
def node():
    """Give the address of a node that is ready."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


class Nginx:
    """A program that notes how often it is told to reload; it may refuse."""

    def __init__(self, folder: Path):
        self.program = folder / "nginx"
        self._told = folder / "told"
        self.accept(True)

    def accept(self, accepts: bool) -> None:
        code = 0 if accepts else 1
        self.program.write_text(
            f'#!/bin/sh\necho "$@${{NGINX+ inherits}}" >>{self._told}\nexit {code}\n'
        )
        self.program.chmod(0o755)

    @property
    def told(self) -> list[str]:
        return self._told.read_text().splitlines() if self._told.exists() else []


@pytest.fixture
def nginx(tmp_path):
    """Give a program in the place of nginx, which reloads well."""
    return Nginx(tmp_path)


@pytest.fixture
def environment(tmp_path, node, nginx):
    """Return what the script is started with."""
    return {
        **os.environ,
        "NODES": node,
        "UPSTREAMS": str(tmp_path / "upstreams"),
        "INTERVAL": "0.1",
        "NGINX": str(nginx.program),
    }


def refresh_once(environment) -> int:
    return subprocess.run([SCRIPT, "--once"], env=environment, check=False).returncode


def test_a_list_that_stays_the_same_reloads_nothing(environment, nginx, node):
    assert refresh_once(environment) == refresh_once(environment) == 0
    assert nginx.told == ["-s reload"]
    written = Path(environment["UPSTREAMS"], "odoo.conf").read_text()
    assert written == f"server {node} max_fails=1 fail_timeout=5s;\n"


def test_a_reload_that_failed_is_tried_again_by_the_next_start(environment, nginx):
    nginx.accept(False)
    assert refresh_once(environment) == 1
    nginx.accept(True)
    assert refresh_once(environment) == 0
    assert len(nginx.told) == 2
    assert refresh_once(environment) == 0
    assert len(nginx.told) == 2


def test_one_failed_reload_does_not_end_the_loop(environment, nginx):
    nginx.accept(False)
    process = processes.start([SCRIPT], env=environment)
    try:
        assert processes.wait_until(lambda: len(nginx.told) > 1, PATIENCE)
        nginx.accept(True)
        due = Path(environment["UPSTREAMS"], "reload.due")
        assert processes.wait_until(lambda: not due.exists(), PATIENCE)
        assert process.poll() is None
    finally:
        processes.stop(process)
