"""docker/nginx before two real Odoo nodes: passive checks, and what drains a node."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from sandbox import processes, templates
from sandbox.instance import Instance

from tests.live.balancer import Nodes, Visitors, get, pages, running

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
PATIENCE = 20.0


@pytest.fixture(scope="module")
def nodes(source, cluster, workshop, health_template, tmp_path_factory):
    """Give two nodes of one database."""
    options = {"dbfilter": "^shop$", "proxy_mode": "True"}
    folder = tmp_path_factory.mktemp("nginx_nodes")
    instance = Instance(source, cluster, folder, options=options)
    templates.clone(instance, health_template, "shop", workshop)
    with Nodes(instance, "shop") as nodes:
        yield nodes
    templates.discard(instance, "shop")


class Nginx:
    """A running nginx with the shipped configuration and its script."""

    def __init__(self, home: Path, script: Path, port: int, nodes):
        self.home = home
        self.script = script
        self.port = port
        self.nodes = nodes

    def refresh(self) -> None:
        """Let the script ask the nodes once."""
        environment = {
            **os.environ,
            "NODES": " ".join(f"127.0.0.1:{node.port}" for node in self.nodes),
            "SITE_HOST": "shop.example.com",
            "UPSTREAMS": str(self.home),
            "WEBSOCKET_PORT": str(self.nodes[-1].port),
            "NGINX": f"{NGINX} -c {self.home}/nginx.conf",
        }
        subprocess.run([self.script, "--once"], env=environment, check=True)

    def listed(self) -> set[int]:
        """Return the ports of the nodes that nginx was told."""
        text = (self.home / "odoo.conf").read_text()
        return {int(port) for port in re.findall(r":(\d+)", text)}


@contextlib.contextmanager
def nginx_before(nodes, checkout, home):
    """Give nginx with the shipped configuration before ``nodes``."""
    assert NGINX, "nginx is missing, see requirements/debian.txt"
    port = processes.free_port()
    text = (checkout / "docker/nginx/nginx.conf").read_text()
    text = text.replace("/etc/nginx/upstreams", str(home))
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}")
    text = text.replace("/tmp/nginx", f"{home}/nginx")
    (home / "nginx.conf").write_text(text)
    for name in ("odoo", "websocket"):
        servers = (f"server 127.0.0.1:{node.port};\n" for node in nodes)
        (home / f"{name}.conf").write_text("".join(servers))
    command = [NGINX, "-c", home / "nginx.conf", "-g", "daemon off;"]
    with running(command, home / "nginx.log", port):
        script = checkout / "docker/nginx/refresh-upstreams.sh"
        balancer = Nginx(home, script, port, nodes)
        balancer.refresh()
        yield balancer


@pytest.fixture(scope="module")
def nginx(checkout, nodes, tmp_path_factory):
    """Give nginx before the nodes."""
    home = tmp_path_factory.mktemp("nginx")
    with nginx_before(nodes, checkout, home) as balancer:
        yield balancer


@pytest.fixture
def visitors(nginx, nodes):
    """Give visitors who keep asking for the login page and its bundles."""
    return Visitors(nginx.port, pages(nodes[0].server))


def test_killing_one_node_loses_nobody(nginx, nodes, visitors):
    second = nodes[1]
    visitors.again = True
    with visitors:
        second.server.process.send_signal(signal.SIGKILL)
        time.sleep(3)
        second.server.stop()
        second.start()
        again = second.requests()
        assert processes.wait_until(lambda: second.requests() > again, PATIENCE)
    assert visitors.failures == []


@pytest.mark.torture
def test_a_rolling_restart_under_load_fails_no_request(nginx, nodes, visitors):
    ports = {node.port for node in nodes}
    with visitors:
        for node in nodes:
            with node.drained():
                nginx.refresh()
                assert nginx.listed() == ports - {node.port}
                time.sleep(3)  # what is under way may end
                node.server.stop()
            node.start()
            nginx.refresh()
            assert nginx.listed() == ports
    assert visitors.failures == []
    assert visitors.answers > 100


def test_when_nobody_is_ready_the_list_stays(nginx, nodes):
    with nodes[0].drained(), nodes[1].drained():
        nginx.refresh()
        assert nginx.listed() == {node.port for node in nodes}
        assert get(nginx.port, "/web/login")[0] == 200


def test_details_of_the_probe_stay_inside(nginx):
    assert get(nginx.port, "/ipai/health/live")[0] == 200
    for path in (
        "/ipai/health/metrics",
        "//ipai//health/metrics",
        "/ipai/health/%6detrics",
    ):
        assert get(nginx.port, path)[0] == 404


class Recorder(http.server.ThreadingHTTPServer):
    """A node that answers everything, and keeps the headers by the path."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), RecorderAnswer)
        self.port = self.server_port
        self.headers = {}

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)


class RecorderAnswer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.headers[self.path] = dict(self.headers)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words):
        """Keep quiet."""


FORWARDED = {
    "Host": "erp.example.com",
    "X-Forwarded-Host": "erp.example.com",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Proto": "http",
    "X-Real-IP": "127.0.0.1",
}


@pytest.mark.parametrize(
    ("path", "upgrade"),
    [
        ("/web", {"Connection": "close"}),
        ("/websocket", {"Connection": "upgrade", "Upgrade": "websocket"}),
    ],
)
def test_odoo_learns_who_asks_on_every_path(checkout, tmp_path, path, upgrade):
    """With ``proxy_mode`` Odoo compares Origin with Host, and names who asks."""
    asked = {"Host": "erp.example.com", "Upgrade": "websocket", "Connection": "Upgrade"}
    with Recorder() as node, nginx_before([node], checkout, tmp_path) as nginx:
        connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=asked)
            assert connection.getresponse().status == 200
    got = node.headers[path]
    got.pop("Accept-Encoding")
    assert got == FORWARDED | upgrade


ONE_WORD = {b'{"status": "pass"}', b'{"status": "warn"}'}


def verbose(port, source, **headers):
    """Return what ``?verbose`` tells a caller at ``source`` who has no token."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=10, source_address=(source, 0)
    )
    with contextlib.closing(connection):
        connection.request("GET", "/ipai/health?verbose", headers=headers)
        return connection.getresponse().read()


@pytest.mark.parametrize("proxy_mode", [False, True])
def test_nginx_on_the_same_host_lends_nobody_its_address(
    make_site, checkout, tmp_path, proxy_mode
):
    """The node lets its own host see details, and nginx asks from there."""
    me, stranger = "127.0.0.1", "127.0.0.2"
    site = make_site(
        options={"proxy_mode": str(proxy_mode)},
        environment={"IPAI_HEALTH_ALLOW": f"{me}/32"},
    )
    assert b'"checks"' in verbose(site.server.port, me), "nobody sees details"
    assert verbose(site.server.port, stranger) in ONE_WORD
    with nginx_before([site.server], checkout, tmp_path) as nginx:
        assert verbose(nginx.port, stranger) in ONE_WORD
        for forged in (me, f"{me}, {me}"):
            headers = {"X-Forwarded-For": forged, "X-Real-IP": me}
            assert verbose(nginx.port, stranger, **headers) in ONE_WORD
        # only with proxy_mode does Odoo believe nginx who asks
        told = verbose(nginx.port, me)
        assert b'"checks"' in told if proxy_mode else told in ONE_WORD
