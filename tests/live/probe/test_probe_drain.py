"""``odoo health --drain`` takes one node out of the balancer, and cuts nobody off."""

import threading

import pytest
from sandbox.processes import wait_until

PATHS = ("/ipai/health", "/ipai/health/ready", "/ipai/health/live")

NOWHERE = ("--db_port", "9")
"""A PostgreSQL that nobody reaches: whoever drains a node may have lost it."""


@pytest.fixture
def other_node(make_site):
    """Return a site, and a second server of it with the same data folder."""
    site = make_site()
    with site.instance.serve() as other:
        yield site, other.wait()


def tell(site, word):
    """Run ``odoo health`` about the node of the site; return what it prints."""
    done = site.instance.run("health", word, "--http-port", site.server.port, *NOWHERE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def codes(server):
    return [server.get(path)[0] for path in PATHS]


def test_drain_and_undrain_without_a_database(other_node):
    site, other = other_node
    assert site.code("/web/login") == 200
    sessions = []
    with site.locked("res_users"):
        visitor = threading.Thread(target=lambda: sessions.append(site.log_in()))
        visitor.start()
        assert f":{site.server.port} is draining" in tell(site, "--drain")
        assert wait_until(lambda: codes(site.server) == [503, 503, 200], 2)
        assert codes(other) == [200, 200, 200]
        assert not sessions, "nothing was under way"
    visitor.join()
    assert sessions, "the request that was under way was cut off"
    assert site.code("/web/login") == 200, "who is here already is served"
    assert f":{site.server.port} serves" in tell(site, "--undrain")
    assert wait_until(lambda: codes(site.server) == [200, 200, 200], 2)
    assert "serves" in tell(site, "--undrain"), "it may be said twice"


def test_a_drain_file_that_cannot_be_written_is_one_line(workshop):
    nowhere = {"IPAI_HEALTH_DRAIN_FILE": "/proc/nowhere/drain"}
    done = workshop.run("health", "--drain", *NOWHERE, environment=nowhere)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = [line for line in done.stderr.splitlines() if "odoo health:" in line]
    assert "/proc/nowhere" in line
    assert "Traceback" not in done.stderr
