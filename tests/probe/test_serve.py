"""The sidecar: the same answers from a process of its own, beside an Odoo that may be
starting, stuck or gone.
"""

import contextlib
import http.client
import http.server
import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from sandbox.link import SilentListener
from sandbox.paths import ROOT
from sandbox.processes import free_port, start, stop, wait_until

from ipai_health.probe.agent import SILENCE_SECONDS

from .sidecar import MEMORY, RIGHTS, Sidecar

UP, DOWN = b"ready up\n", b"ready down #not ready\n"


class Live(http.server.BaseHTTPRequestHandler):
    """An Odoo that lives."""

    def do_GET(self):
        self.server.free.wait(60)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Odoo(http.server.ThreadingHTTPServer):
    """Answers while its workers are ``free``."""

    daemon_threads = True

    def __init__(self, port=0):
        self.free = threading.Event()
        self.free.set()
        super().__init__(("127.0.0.1", port), Live)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Say nothing of an answer that nobody waited for."""


@pytest.fixture
def odoo():
    """Return a server that answers as an Odoo that lives."""
    server = Odoo()
    yield server
    server.free.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def make_sidecar(postgres, stub, tmp_path):
    """Return a function that starts a sidecar beside an Odoo on a port."""
    made = []

    def make(odoo_port):
        sidecar = Sidecar(tmp_path, postgres, stub, odoo_port)
        made.append(sidecar)
        assert wait_until(lambda: sidecar.ask("/ipai/health/live")[0] == 200, 20), (
            sidecar.log.read_text()
        )
        return sidecar

    yield make
    for each in made:
        stop(each.process)


def test_the_same_bytes_and_rights(make_sidecar, odoo):
    sidecar = make_sidecar(odoo.server_port)
    code, body, _seconds, headers = sidecar.ask()
    assert (code, body) == (200, b'{"status": "pass"}')
    assert headers["Content-Type"] == "application/health+json"
    assert headers["Cache-Control"] == "no-store"
    assert sidecar.ask("/ipai/health/ready")[1] == b'{"status": "pass"}'
    assert sidecar.ask("/ipai/health/metrics")[0] == 404
    assert sidecar.ask("/ipai/health/metrics", headers=RIGHTS)[0] == 200
    assert "checks" in json.loads(
        sidecar.ask("/ipai/health?verbose", headers=RIGHTS)[1]
    )
    assert sidecar.ask(method="OPTIONS")[:2] == (200, b"")
    assert sidecar.ask(method="HEAD")[:2] == (200, b"")
    assert sidecar.ask(method="POST")[0] == 405
    assert sidecar.ask("/")[0] == 404


def test_no_host_and_http_1_0(make_sidecar, odoo):
    sidecar = make_sidecar(odoo.server_port)
    with socket.create_connection(("127.0.0.1", sidecar.port), 5) as connection:
        connection.sendall(b"OPTIONS /ipai/health/ready HTTP/1.0\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.0 200")


def test_an_odoo_that_is_stuck_fails_with_the_reason(make_sidecar):
    stuck = SilentListener()
    sidecar = make_sidecar(stuck.port)
    for path in ("/ipai/health", "/ipai/health/ready"):
        code, body, seconds, _headers = sidecar.ask(path)
        assert (code, body) == (503, b'{"status": "fail"}')
        assert seconds < 2.0
    assert any("every worker is busy or stuck" in note for note in sidecar.notes())
    assert sidecar.ask("/ipai/health/live")[:2] == (200, b'{"status": "pass"}')
    stuck.close()


def test_an_odoo_that_is_not_there_yet(make_sidecar):
    port = free_port()
    sidecar = make_sidecar(port)
    assert sidecar.ask("/ipai/health/ready")[0] == 503
    assert any(note.endswith(": Connection refused") for note in sidecar.notes())
    server = Odoo(port)
    assert wait_until(lambda: sidecar.ask("/ipai/health/ready")[0] == 200, 5)
    server.shutdown()
    server.server_close()


def test_one_connection_and_little_memory(make_sidecar, odoo, postgres):
    sidecar = make_sidecar(odoo.server_port)
    for _each in range(200):
        sidecar.ask()
    rows = postgres.administer(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ipai-health'"
    )
    assert rows == [(1,)]
    assert sidecar.memory() < MEMORY


def test_drain_and_the_agent(make_sidecar, odoo):
    sidecar = make_sidecar(odoo.server_port)
    assert sidecar.agent() == UP
    sidecar.drain_file.touch()
    assert wait_until(lambda: sidecar.agent().startswith(b"drain"), 2)
    assert sidecar.ask("/ipai/health/ready")[0] == 503
    sidecar.drain_file.unlink()
    odoo.shutdown()
    odoo.server_close()
    assert wait_until(lambda: sidecar.agent() == DOWN, 5)


def test_the_agent_bears_with_workers_that_are_busy_for_a_moment(make_sidecar, odoo):
    """HAProxy obeys it at once; the paths, of which it wants two in a row, say it."""
    sidecar = make_sidecar(odoo.server_port)
    assert sidecar.agent() == UP
    began = time.monotonic()
    odoo.free.clear()
    assert wait_until(lambda: sidecar.ask("/ipai/health/ready")[0] == 503, 5)
    assert wait_until(lambda: sidecar.agent() == DOWN, 30)
    assert time.monotonic() - began > SILENCE_SECONDS - 1
    odoo.free.set()
    assert wait_until(lambda: sidecar.agent() == UP, 5)


def test_a_lost_database_is_no_silence(make_sidecar, odoo, postgres):
    sidecar = make_sidecar(odoo.server_port)
    assert sidecar.agent() == UP
    odoo.free.clear()
    postgres.stop()
    try:
        assert wait_until(lambda: sidecar.agent() == DOWN, SILENCE_SECONDS - 2)
    finally:
        postgres.start()


def test_an_odoo_that_never_answered_is_down_at_once(make_sidecar, odoo):
    odoo.free.clear()
    assert make_sidecar(odoo.server_port).agent() == DOWN


def test_a_real_haproxy_follows_the_agent(make_sidecar, odoo, tmp_path):
    haproxy = shutil.which("haproxy")
    assert haproxy, "haproxy is not installed: make dev installs it"
    sidecar = make_sidecar(odoo.server_port)
    port = free_port()
    conf = tmp_path / "haproxy.cfg"
    conf.write_text(
        "defaults\n mode http\n timeout connect 2s\n timeout client 5s\n"
        f" timeout server 5s\nfrontend site\n bind 127.0.0.1:{port}\n"
        " default_backend odoo\n"
        f"backend odoo\n server odoo 127.0.0.1:{odoo.server_port} check agent-check "
        f"agent-addr 127.0.0.1 agent-port {sidecar.agent_port} agent-inter 200ms "
        "inter 200ms\n"
    )
    proxy = start([haproxy, "-db", "-f", conf], stderr=subprocess.DEVNULL)

    def code():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/")
            return connection.getresponse().status
        return 0

    try:
        assert wait_until(lambda: code() == 200, 10)
        sidecar.drain_file.touch()
        assert wait_until(lambda: code() == 503, 10), "the agent's drain is not heard"
        sidecar.drain_file.unlink()
        assert wait_until(lambda: code() == 200, 10)
    finally:
        stop(proxy)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--conf", "nowhere.conf"], "No such file"),
        ([], "no odoo.conf"),
        (["--port", "65536"], "65536 is no port from 1 to 65535"),
        (["--agent-port", "0"], "0 is no port from 1 to 65535"),
    ],
)
def test_one_clear_line_for_bad_input(tmp_path, words, reason):
    done = subprocess.run(
        [sys.executable, "-m", "ipai_health.gates", "serve", "--port", "1", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        timeout=30,
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert reason in done.stderr


def test_it_ends_when_told(make_sidecar, odoo):
    sidecar = make_sidecar(odoo.server_port)
    sidecar.process.send_signal(signal.SIGTERM)
    sidecar.process.wait(5)
    assert "Traceback" not in sidecar.log.read_text()
