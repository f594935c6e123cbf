"""docker/haproxy/haproxy.cfg before two real Odoo nodes: nothing that happens to one
of them, or to the data of both, loses a visitor's request.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time

import pytest
from sandbox import processes, templates
from sandbox.instance import Instance
from sandbox.site import Site

from tests.live.administrator import Administrator
from tests.live.balancer import Nodes, Visitors, get, pages
from tests.live.haproxy import (
    HAPROXY,
    PATIENCE,
    bare_configuration,
    configuration,
    haproxy_with,
)

LOADED = "Registry loaded in"
"""What Odoo's log says at the end of each load."""


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

    def shipped(port, monitoring):
        return configuration(checkout, nodes, port, monitoring)

    with haproxy_with(shipped, tmp_path_factory.mktemp("balancer")) as balancer:
        balancer.wait_for("healthy", "node1", "node2")
        yield balancer


@pytest.fixture(scope="module")
def bare(nodes, tmp_path_factory):
    """Give HAProxy with one line about health, both nodes up."""

    def barest(port, monitoring):
        return bare_configuration(nodes, port, monitoring)

    with haproxy_with(barest, tmp_path_factory.mktemp("bare")) as balancer:
        balancer.wait_for("site", "node1", "node2")
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


@pytest.fixture
def count_retries(record_property):
    """Return a function that tells how many requests a balancer sent twice."""

    def count(balancer, visitors):
        retries = balancer.asked_again()
        record_property("retries", retries)
        record_property("cut", len(visitors.cut))
        print(
            f"{visitors.answers} answers; HAProxy asked {retries} times for a second "
            f"time, visitors {len(visitors.cut)} times"
        )

    return count


def test_killing_one_node_loses_nobody_and_it_comes_back(
    haproxy, nodes, visitors, count_retries
):
    visitors.again = True
    with visitors:
        kill_and_return(haproxy, "healthy", nodes[1])
    count_retries(haproxy, visitors)
    assert visitors.failures == []


def kill_and_return(balancer, backend, second):
    """Kill the second node, start it again, and wait until it is used again."""
    second.server.process.send_signal(signal.SIGKILL)
    balancer.wait_for(backend, "node1")
    second.server.stop()
    second.start()
    balancer.wait_for(backend, "node1", "node2")
    again = second.requests()
    assert processes.wait_until(lambda: second.requests() > again, PATIENCE)


def test_one_bare_line_about_health_loses_nobody_either(bare, nodes, count_retries):
    """``option httpchk /ipai/health/ready`` asks by OPTIONS over HTTP/1.0; without a
    ``timeout check`` a busy node has half a second for its answer.
    """
    visitors = Visitors(bare.port, pages(nodes[0].server), rate=10)
    with visitors:
        with nodes[0].drained():
            bare.wait_for("site", "node2")
        bare.wait_for("site", "node1", "node2")
        assert visitors.failures == []
        visitors.again = True
        kill_and_return(bare, "site", nodes[1])
    count_retries(bare, visitors)
    assert visitors.failures == []
    assert visitors.answers > 20


def test_a_lost_stylesheet_does_not_take_the_site_away(haproxy, nodes, visitors, site):
    """Both nodes say 503, both go on serving, and the administrator repairs."""
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
        purge(Administrator(haproxy.port))
        haproxy.wait_for("healthy", "node1", "node2")
        for path in pages(nodes[0].server):
            assert get(haproxy.port, path)[0] == 200
    finally:
        for file, content in kept.items():
            file.write_bytes(content)
        site.look()
    haproxy.wait_for("healthy", "node1", "node2")


def purge(administrator):
    """Do what somebody does whose page has no style: log in, repair, confirm."""
    administrator.log_in()
    page = administrator.get("/ipai/repair")
    assert "web.assets_frontend.min.css" in page
    plan = administrator.submit(page, "/ipai/repair/plan", code="purge-assets")
    result = administrator.submit(plan, "/ipai/repair/apply", code="purge-assets")
    assert '<p class="done">' in result, result


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


def test_a_registry_loaded_again_on_every_node_loses_nobody(
    haproxy, nodes, visitors, site
):
    """What follows an upgrade: large ones take seconds, and visitors wait."""
    loaded = [node.server.log.read_text().count(LOADED) for node in nodes]
    with visitors:
        with site.locked("ir_model"):
            site.sql("INSERT INTO orm_signaling_registry DEFAULT VALUES")
            time.sleep(5)
            assert haproxy.up("ready") == {"node1", "node2"}
        processes.wait_until(lambda: visitors.answers > 50, 10)
    assert visitors.failures == []
    assert all(
        node.server.log.read_text().count(LOADED) > before
        for node, before in zip(nodes, loaded, strict=True)
    )


def test_nodes_that_are_all_busy_lose_nobody(haproxy, nodes, visitors):
    """As when each worker of each node is at a long report: requests wait in turn."""
    names = {"node1", "node2"}
    with visitors:
        with busy(nodes):
            haproxy.wait_for("healthy")
            time.sleep(2)
            assert haproxy.up("ready") == names
        haproxy.wait_for("healthy", *names)
    assert visitors.failures == []


@contextlib.contextmanager
def busy(nodes):
    """Let nobody take a request for the length of a ``with``: they queue."""
    for node in nodes:
        node.server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for node in nodes:
            node.server.process.send_signal(signal.SIGCONT)


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
        assert processes.wait_until(lambda: check("/ipai/health/ready") == 1, 2)
        assert check("/ipai/health/live") == 0


def test_the_probe_is_reached_and_its_metrics_are_not(haproxy):
    assert get(haproxy.port, "/ipai/health/live")[0] == 200
    for path in (
        "/ipai/health/metrics",
        "//ipai//health/metrics",
        "/ipai/health/%6detrics",
    ):
        assert get(haproxy.port, path)[0] == 404
    assert get(haproxy.monitoring, "/metrics")[0] == 200


def test_haproxy_accepts_the_shipped_file_as_it_is(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_HOST", "shop.example.com")
    path = checkout / "docker/haproxy/haproxy.cfg"
    done = subprocess.run(
        [HAPROXY, "-c", "-f", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
