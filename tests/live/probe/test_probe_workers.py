"""What holds a worker, or all connections of one, while PostgreSQL is well."""

import json
import time

import pytest
from sandbox.instance import SERVER_WIDE
from sandbox.paths import ROOT
from sandbox.processes import wait_until
from sandbox.site import AUTHORIZED

from .bench import FAIL, IN_TIME

ADDONS = ROOT / "tests" / "live" / "addons"

LEAK = 15
"""Seconds for which a process has no connection left."""

TIMES = 8
"""Questions that meet every worker."""

PROCESSES = {"threaded": 1, "prefork": 2, "gevent": 1}

WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


def ask(site, path):
    started = time.monotonic()
    code, _headers, body = site.server.get(path)
    return code, body, time.monotonic() - started


def ready(site):
    """Tell whether every process of the server is ready."""
    return all(site.code("/ipai/health/ready") == 200 for _each in range(TIMES))


@pytest.mark.torture  # make test has the visitors who exhaust it
@pytest.mark.parametrize("mode", PROCESSES)
def test_a_pool_without_a_connection_left(make_site, mode):
    site = make_site(
        mode,
        options={
            "db_name": "live",
            "db_maxconn": "4",
            # their threads keep a connection each, in the threaded server
            "max_cron_threads": "0",
            "server_wide_modules": f"{SERVER_WIDE},sandbox_pool",
        },
        addons=(ROOT, ADDONS),
    )
    assert wait_until(lambda: ready(site), 20)
    emptied = set()

    def empty():
        code, _headers, process = site.server.get(f"/sandbox_pool/keep?seconds={LEAK}")
        if code == 200:
            emptied.add(process)
        return len(emptied) == PROCESSES[mode]

    assert wait_until(empty, LEAK / 2)
    time.sleep(1.5)  # the ttl, and what the threads need
    for path in ("/ipai/health", "/ipai/health/ready"):
        for _each in range(TIMES):
            code, body, seconds = ask(site, path)
            assert (code, body) == (503, FAIL)
            assert seconds < IN_TIME
    assert site.code("/ipai/health/live") == 200
    details = site.server.get("/ipai/health?verbose", headers=AUTHORIZED)[2]
    (answer,) = json.loads(details)["checks"]["database:responseTime"]
    assert "database-pool-exhausted" in answer["output"]
    assert wait_until(lambda: ready(site), 2 * LEAK), "it does not come back"


@pytest.mark.torture
def test_the_nodes_own_look_holds_one_worker_at_most(make_site):
    """The check ``http`` asks for the login page, and a worker takes that question and
    waits for a lock: the other one still answers the balancer.
    """
    site = make_site("prefork", options={"db_name": "live"})
    assert wait_until(lambda: site.sql("SELECT name FROM ipai_health_node"), 60)
    for _each in range(TIMES):  # loads registries, and no template
        assert site.code("/web/manifest.webmanifest") == 200
    codes = []

    def held():
        """Return how many workers wait for the lock, having asked for an answer."""
        codes.append(site.server.get("/ipai/health/live", timeout=IN_TIME)[0])
        ((number,),) = site.sql(WAITING)
        return number

    with site.locked("ir_ui_view"):
        site.sql("UPDATE ipai_health_node SET asked = TRUE")
        assert wait_until(held, 90, 1), "the node did not look"
        # longer than the look waits for the page
        counts = []
        for _each in range(20):
            counts.append(held())
            time.sleep(1)
    assert max(counts) == 1, counts
    assert set(codes) == {200}, codes
