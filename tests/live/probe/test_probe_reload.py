"""A registry that served is loaded again, as in every process of every node after an
upgrade on one of them: for a moment that is no reason to be taken out.
"""

import json
import threading
import time

from sandbox.instance import SERVER_WIDE
from sandbox.paths import ROOT
from sandbox.processes import wait_until

from .bench import BACK, adapter_seconds

MOMENT = 4.0
"""Seconds that ``sandbox_reload`` gives it."""

ADDONS = ROOT / "tests" / "live" / "addons"

INSTALL = "/web/dataset/call_kw/ir.module.module/button_immediate_install"


def ready(site):
    """Tell whether this node would be given users."""
    return site.code("/ipai/health/ready") == 200


def test_it_may_take_a_moment_and_no_longer(make_site):
    options = {"server_wide_modules": f"{SERVER_WIDE},sandbox_reload"}
    site = make_site(options=options, addons=(ROOT, ADDONS))
    assert site.code("/web/login") == 200
    visitor = threading.Thread(target=site.code, args=("/web/login",))
    with site.locked("ir_model"):
        site.sql("INSERT INTO orm_signaling_registry DEFAULT VALUES")
        began = time.monotonic()
        visitor.start()
        while time.monotonic() - began < MOMENT - 1:
            assert ready(site)
            time.sleep(0.2)
        assert visitor.is_alive(), "nothing was loaded again"
        assert wait_until(lambda: not ready(site), 10)
        (answer,) = site.details()["checks"]["database:responseTime"]
        assert "is being loaded" in answer["output"]
    visitor.join()
    assert wait_until(lambda: ready(site), BACK)


def test_an_install_takes_its_own_node_out_at_once(make_site):
    """It may last for minutes, and the other nodes serve meanwhile."""
    site = make_site()
    headers = {**site.log_in(), "Content-Type": "application/json"}
    rows = site.sql("SELECT id FROM ir_module_module WHERE name = 'contacts'")
    values = {"model": "ir.module.module", "method": "button_immediate_install"}
    question = {"params": {**values, "args": list(rows), "kwargs": {}}}

    def install():
        data = json.dumps(question).encode()
        return site.server.get(
            INSTALL, headers=headers, data=data, method="POST", timeout=120
        )

    installer = threading.Thread(target=install)
    with site.locked("ir_model_inherit"):
        installer.start()
        assert wait_until(
            lambda: not ready(site), adapter_seconds("RELOAD_SECONDS") / 2
        )
        assert installer.is_alive()
    installer.join()
    assert wait_until(lambda: ready(site), BACK)
    assert site.sql("SELECT state FROM ir_module_module WHERE name = 'contacts'") == [
        ("installed",)
    ]
