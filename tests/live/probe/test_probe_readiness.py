"""Readiness without traps, in a real Odoo: nobody has to ask first, a failed load is
not held against a node for ever, and no process has to be restarted.
"""

import json
import threading
import time

import pytest
from sandbox.processes import wait_until
from sandbox.site import AUTHORIZED

from .bench import BACK, adapter_seconds


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
    # the same node: a new one would take over from it, and load the registry for that
    site.server = site.instance.serve(port=site.server.port)
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
            lambda: site.code("/ipai/health/ready") == 200,
            adapter_seconds("FAILED_SECONDS") + BACK,
            0.5,
        )
        assert site.code("/web/login") == 200
    finally:
        site.server.stop()


def test_a_server_that_loads_slowly_is_not_dead(make_site):
    """As after a long upgrade: no user is sent there, and nobody kills it."""
    site = make_site()
    with site.locked("ir_model"):
        visitor = threading.Thread(target=site.code, args=("/web/login",))
        visitor.start()
        assert wait_until(lambda: site.code("/ipai/health/ready") == 503, 10)
        for _each in range(4):
            assert site.code("/ipai/health/live") == 200
            assert site.code("/ipai/health/ready") == 503
            time.sleep(0.5)
        (answer,) = site.details()["checks"]["database:responseTime"]
        assert "is being loaded" in answer["output"]
    visitor.join()
    assert wait_until(lambda: site.code("/ipai/health/ready") == 200, BACK)
