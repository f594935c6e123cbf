"""What makes a database read-only to Odoo, and what only looks like it."""

import json

import pytest
from sandbox.processes import wait_until
from sandbox.site import AUTHORIZED
from sandbox.standby import standby_of

SETTING = "ALTER DATABASE {name} {verb} default_transaction_read_only {value}"

RENAME = """
env.ref("base.main_company").name = "Still written"
env.cr.commit()
"""


@pytest.fixture
def overruled(make_site, cluster):
    """Return a served database whose transactions are read-only by default."""
    site = make_site(name="read_only_default")
    setting = {"name": site.database, "verb": "SET", "value": "= on"}
    cluster.execute(SETTING.format(**setting))
    # connections of before do not know
    cluster.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        [site.database],
    )
    return site


def test_odoo_overrules_the_default_and_nothing_is_said(overruled):
    site = overruled
    with pytest.raises(Exception, match="read-only transaction"):
        site.sql("UPDATE res_company SET write_date = now()")
    site.instance.shell(site.database, RENAME)
    assert site.sql("SELECT name FROM res_company") == [("Still written",)]
    assert "session_id" in site.log_in()["Cookie"]
    assert site.look("--full", "--check", "database") == []
    wait_until(lambda: site.code("/ipai/health") == 200, 10)
    assert "not written" not in json.dumps(site.details())


def test_a_standby_is_told(make_instance, make_database, cluster, scratch):
    name = make_database(make_instance(), "on_standby")
    with standby_of(cluster, scratch / "standby") as standby:
        options = {"dbfilter": f"^{name}$"}
        instance = make_instance("second", postgres=standby, options=options)
        done = instance.health(name, "--format", "json")
        assert done.returncode == 2
        assert done.stdout == ""
        # Odoo asks for READ WRITE, which is why a mere default does not count
        assert "read-write mode during recovery" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        # with -d Odoo would not even start
        with instance.serve("--max-cron-threads=0") as server:
            server.wait()
            assert wait_until(lambda: server.get("/ipai/health")[0] == 503, 10)
            assert server.get("/ipai/health/ready")[0] == 200
            body = server.get("/ipai/health?verbose", headers=AUTHORIZED)[2]
    looked = json.loads(body)["checks"]["database:responseTime"][0]
    assert looked["status"] == "fail"
    assert "not written" in looked["output"]
