"""Readiness without traps, in a real Odoo: nobody has to ask first, a failed load is
not held against a node for ever, and no process has to be restarted.
"""

import json
import re
import time
from pathlib import Path

import pytest
from sandbox.processes import wait_until
from sandbox.site import AUTHORIZED

from .bench import BACK


def failed_seconds():
    """Return the adapter's figure; the adapter itself needs Odoo to be imported."""
    adapter = Path(__file__).parents[3] / "ipai_health" / "probe" / "odoo_adapter.py"
    return float(re.search(r"^FAILED_SECONDS = ([\d.]+)", adapter.read_text(), re.M)[1])


@pytest.mark.parametrize("mode", ["threaded", "prefork"])
def test_a_server_without_db_name_is_ready_by_itself(make_site, mode):
    site = make_site(mode)
    assert "loading" not in site.server.log.read_text()
    assert wait_until(lambda: site.code("/ipai/health/ready") == 200, 10)
    assert "odoo.modules.loading" not in site.server.log.read_text()


def test_a_failed_load_is_forgiven(make_site):
    site = make_site()
    assert site.code("/web/login") == 200
    site.sql("ALTER TABLE ir_model_fields RENAME TO ir_model_fields_away")
    site.server.stop()
    site.server = site.instance.serve()
    try:
        site.server.wait()
        assert site.code("/ipai/health/ready") == 200, "never tried counts as ready"
        assert site.code("/web/login", redirect=False) != 200
        time.sleep(1.1)
        assert site.code("/ipai/health/ready") == 503
        _code, _headers, body = site.server.get(
            "/ipai/health?verbose", headers=AUTHORIZED
        )
        (answer,) = json.loads(body)["checks"]["database:responseTime"]
        assert "registry-not-loadable" in answer["output"]
        site.sql("ALTER TABLE ir_model_fields_away RENAME TO ir_model_fields")
        assert wait_until(
            lambda: site.code("/ipai/health/ready") == 200, failed_seconds() + BACK, 0.5
        )
        assert site.code("/web/login") == 200
    finally:
        site.server.stop()


def test_as_kubernetes_asks(bench):
    """Startup, readiness every 2 s, liveness every 2 s: PostgreSQL goes and returns."""
    pids = set(bench.processes())
    times = {"ready": 0, "away": 0}
    failures = 0

    def round_of_probes():
        nonlocal failures
        code, _body, seconds = bench.ask("/ipai/health/live")
        failures += code != 200 or seconds > 1.0
        return bench.ask("/ipai/health/ready")[0]

    assert wait_until(bench.well, BACK)
    for _each in range(2):
        times["ready"] += round_of_probes() == 200
        time.sleep(2)
    with bench.postgres_stopped():
        for _each in range(3):
            times["away"] += round_of_probes() == 503
            time.sleep(2)
    assert wait_until(lambda: round_of_probes() == 200, BACK), "no traffic comes back"
    assert times == {"ready": 2, "away": 3}
    assert failures == 0, "liveness would have killed the process"
    assert set(bench.processes()) >= pids, "no process was restarted"


def test_one_of_many_tenants_takes_nothing_from_the_others(make_site, make_database):
    site = make_site(options={"dbfilter": "^live"})
    for name in ("live2", "live3"):
        make_database(site.instance, name)
    site.sql(
        "UPDATE ir_module_module SET state = 'to upgrade', write_date = NULL"
        " WHERE name = 'mail'"
    )
    time.sleep(1.1)
    picked = {
        name: site.code(f"/ipai/health?db={name}")
        for name in ("live", "live2", "live3")
    }
    assert picked == {"live": 503, "live2": 200, "live3": 200}
    assert site.code("/ipai/health") == 200
    assert site.code("/ipai/health/ready") == 200
