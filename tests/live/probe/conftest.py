"""Servers whose PostgreSQL a test may break."""

import pytest
from sandbox import demo
from sandbox.instance import Instance
from sandbox.link import Link
from sandbox.postgres import EmbeddedPostgres
from sandbox.processes import free_port, wait_until

from tests.live.node_cluster import without_helper

from .bench import HANGING_RESOLVER, Bench

DATABASE = "faulty"


@pytest.fixture(
    scope="package",
    params=["threaded", pytest.param("prefork", marks=pytest.mark.torture)],
)
def bench(request, source, workshop, health_template, tmp_path_factory):
    """Return a served database behind a breakable link; prefork has the gevent port
    beside its own.
    """
    folder = tmp_path_factory.mktemp(request.param)
    flag = folder / "resolver-hangs"
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HANGING_RESOLVER.format(flag=str(flag)))
    settings = {"max_connections": "40"}
    postgres = EmbeddedPostgres(folder / "postgres", settings=settings).start()
    link = Link((postgres.host, postgres.port))
    options = {
        "db_host": "localhost",
        "db_port": str(link.port),
        "db_name": DATABASE,
        "db_maxconn": "8",
        "max_cron_threads": "0",
        "proxy_mode": "False",
    }
    instance = Instance(
        source,
        postgres,
        folder / "odoo",
        options,
        {"PYTHONPATH": f"{hook}:{source.core}", "IPAI_HEALTH_TOKEN": "a-token"},
    )
    demo.copy_of(workshop, health_template)(instance, DATABASE)
    instance.run("health", "-d", DATABASE)
    port = free_port()
    with without_helper(instance, port):
        server = instance.serve(mode=request.param, port=port)
        server.wait("/ipai/health/ready")
        bench = Bench(instance, server, postgres, link, DATABASE, flag, [server.port])
        if request.param == "prefork":
            bench.ports.append(server.gevent_port)
        server.wait("/web/login")
        assert wait_until(bench.well, 60), "a port does not answer"
        yield bench
        server.stop()
    link.close()
    postgres.erase()
