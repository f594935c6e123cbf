"""docker/haproxy/haproxy.cfg before two real Odoo nodes: nothing that happens to one
of them, or to the data of both, loses a visitor's request.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sandbox import processes, templates
from sandbox.instance import Instance
from sandbox.site import Site

from tests.live.balancer import Nodes, Visitors, get, pages, running

HAPROXY = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
PATIENCE = 20.0
"""Seconds until HAProxy has taken notice; it asks every second, twice."""


class HAProxy:
    """A running HAProxy with the shipped configuration."""

    def __init__(self, port: int, monitoring: int):
        self.port = port
        self.monitoring = monitoring

    def up(self, backend: str) -> set[str]:
        """Return the servers of ``backend`` that are up."""
        _code, body = get(self.monitoring, "/;csv")
        rows = csv.DictReader(io.StringIO(body.decode().lstrip("# ")))
        return {
            row["svname"]
            for row in rows
            if row["pxname"] == backend
            and row["svname"] not in ("FRONTEND", "BACKEND")
            and row["status"].startswith("UP")
        }

    def wait_for(self, backend: str, *names: str) -> None:
        """Wait until just ``names`` are up in ``backend``."""
        wanted = set(names)
        assert processes.wait_until(lambda: self.up(backend) == wanted, PATIENCE), (
            f"{backend}: {self.up(backend)} is up, not {wanted}"
        )


def configuration(checkout: Path, nodes, port: int, monitoring: int) -> str:
    """Return the shipped configuration for ``nodes`` instead of docker's."""
    text = (checkout / "docker/haproxy/haproxy.cfg").read_text()
    text = text.replace("bind :8080", f"bind 127.0.0.1:{port}")
    text = text.replace("bind :8404", f"bind 127.0.0.1:{monitoring}")
    for template in re.findall(r"^    server-template .*$", text, re.M):
        servers = "\n".join(
            f"    server node{number} 127.0.0.1:{node.port} check"
            for number, node in enumerate(nodes, 1)
        )
        text = text.replace(template, servers, 1)
    return text


@pytest.fixture(scope="module")
def site(source, cluster, workshop, health_template, tmp_path_factory):
    """Give a database with a data folder, served by nobody yet."""
    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("haproxy"),
        options={"dbfilter": "^shop$", "proxy_mode": "True"},
    )
    templates.clone(instance, health_template, "shop", workshop)
    yield Site(instance, None, "shop")
    templates.discard(instance, "shop")


@pytest.fixture(scope="module")
def nodes(site):
    """Give two nodes of the site."""
    with Nodes(site.instance, site.database) as nodes:
        site.server = nodes[0].server
        yield nodes


@pytest.fixture(scope="module")
def haproxy(checkout, nodes, tmp_path_factory):
    """Give HAProxy before the nodes, both of them up."""
    assert HAPROXY, "haproxy is missing, see requirements/debian.txt"
    tmp_path = tmp_path_factory.mktemp("balancer")
    port, monitoring = processes.free_port(), processes.free_port()
    path = tmp_path / "haproxy.cfg"
    path.write_text(configuration(checkout, nodes, port, monitoring))
    command = ["env", "SITE_HOST=shop.example.com", HAPROXY, "-db", "-f", path]
    with running(command, tmp_path / "haproxy.log", port):
        balancer = HAProxy(port, monitoring)
        balancer.wait_for("healthy", "node1", "node2")
        yield balancer


@pytest.fixture
def visitors(haproxy, nodes):
    """Give visitors who keep asking for the login page and its bundles."""
    return Visitors(haproxy.port, pages(nodes[0].server))


def test_draining_one_node_loses_nobody_and_it_comes_back(haproxy, nodes, visitors):
    first = nodes[0]
    with visitors:
        with first.drained():
            haproxy.wait_for("healthy", "node2")
            haproxy.wait_for("ready", "node2")
            time.sleep(3)  # what was under way may end
            idle = first.requests()
            time.sleep(2)
            assert first.requests() == idle, "a drained node is asked for pages"
        haproxy.wait_for("healthy", "node1", "node2")
        again = first.requests()
        assert processes.wait_until(lambda: first.requests() > again, PATIENCE)
    assert visitors.failures == []
    assert visitors.answers > 50


def test_killing_one_node_loses_nobody_and_it_comes_back(haproxy, nodes, visitors):
    second = nodes[1]
    with visitors:
        second.server.process.send_signal(signal.SIGKILL)
        haproxy.wait_for("healthy", "node1")
        second.server.stop()
        second.start()
        haproxy.wait_for("healthy", "node1", "node2")
        again = second.requests()
        assert processes.wait_until(lambda: second.requests() > again, PATIENCE)
    assert visitors.failures == []


def test_a_lost_stylesheet_does_not_take_the_site_away(haproxy, nodes, visitors, site):
    visitors.paths = ["/web/login"]
    found = site.sql(
        "SELECT id, store_fname FROM ir_attachment WHERE url LIKE"
        " '/web/assets/%/web.assets_frontend.min.css' AND store_fname IS NOT NULL"
    )
    files = [site.filestore / name for _id, name in found]
    kept = {file: file.read_bytes() for file in files if file.exists()}
    assert kept
    try:
        for file in kept:
            file.unlink()
        site.look()
        with visitors:
            haproxy.wait_for("healthy")
            haproxy.wait_for("ready", "node1", "node2")
            processes.wait_until(lambda: visitors.answers > 50, 10)
        assert visitors.failures == []
        assert get(nodes[0].port, "/ipai/health")[0] == 503
    finally:
        for file, content in kept.items():
            file.write_bytes(content)
        site.look()
    haproxy.wait_for("healthy", "node1", "node2")


def test_a_rolling_restart_under_load_fails_no_request(haproxy, nodes, visitors):
    names = {"node1", "node2"}
    with visitors:
        for name, node in zip(sorted(names), nodes, strict=True):
            with node.drained():
                haproxy.wait_for("healthy", *(names - {name}))
                haproxy.wait_for("ready", *(names - {name}))
                time.sleep(3)  # what is under way may end
                node.server.stop()
            node.start()
            haproxy.wait_for("healthy", *names)
    assert visitors.failures == []
    assert visitors.answers > 100


def test_everybody_out_is_503_and_never_a_hang(haproxy, nodes):
    with nodes[0].drained(), nodes[1].drained():
        haproxy.wait_for("healthy")
        haproxy.wait_for("ready")
        assert get(haproxy.port, "/web/login")[0] == 503
    haproxy.wait_for("healthy", "node1", "node2")


def test_dockers_health_check_says_what_each_node_says(checkout, nodes):
    def check(path: str) -> int:
        words = [checkout / "docker/healthcheck.py", path, str(nodes[0].port)]
        return subprocess.run([sys.executable, *words], check=False).returncode

    assert check("/ipai/health/ready") == check("/ipai/health/live") == 0
    with nodes[0].drained():
        assert check("/ipai/health/ready") == 1
        assert check("/ipai/health/live") == 0


def test_the_probe_is_reached_and_its_metrics_are_not(haproxy):
    assert get(haproxy.port, "/ipai/health/live")[0] == 200
    assert get(haproxy.port, "/ipai/health/metrics")[0] == 404
    assert get(haproxy.monitoring, "/metrics")[0] == 200


def test_haproxy_accepts_the_shipped_file_as_it_is(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_HOST", "shop.example.com")
    path = checkout / "docker/haproxy/haproxy.cfg"
    done = subprocess.run(
        [HAPROXY, "-c", "-f", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
