"""docker/nginx before two real Odoo nodes: passive checks, and what drains a node."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
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
    assert get(nginx.port, "/ipai/health/metrics")[0] == 404


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
