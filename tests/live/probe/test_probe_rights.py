"""Sessions of the Health group, and of others, over a real Odoo; and the controller
that answers where the addon is not loaded server-wide.
"""

import contextlib
import json

import pytest
from sandbox.link import Link
from sandbox.processes import wait_until
from sandbox.site import AUTHORIZED


def detailed(site, path="/ipai/health?verbose", **options):
    _code, headers, body = site.server.get(path, **options)
    assert headers["Set-Cookie"] is None
    return "checks" in json.loads(body)


def loaded(site):
    """Ask for a page; return how many workers have a registry."""
    site.server.get("/web/login")
    return site.server.log.read_text().count("Registry loaded in")


def add_user(site, group):
    site.instance.shell(
        site.database,
        "env['res.users'].create({'name': 'P', 'login': 'p', 'password': 'p-password',"
        f" 'group_ids': [(6, 0, [env.ref('{group}').id])]}})\nenv.cr.commit()\n",
    )


@pytest.mark.parametrize("mode", ["threaded", "prefork"])
def test_a_member_of_the_health_group_sees_details(make_site, mode):
    site = make_site(mode)
    session = site.log_in()
    # a worker that was asked for nothing yet has no registry to judge a session by
    workers = 2 if mode == "prefork" else 1
    assert wait_until(lambda: loaded(site) == workers, 60)
    traces = "SELECT count(*) FROM res_device_log"
    before = site.sql(traces)
    for _each in range(6):
        assert detailed(site, headers=session | {"User-Agent": f"probe/{_each}"})
    assert site.sql(traces) == before, "a probe leaves no row about a device"
    assert not detailed(site, headers={"Cookie": "session_id=" + "x" * 84})


def test_others_see_one_word(make_site):
    site = make_site()
    add_user(site, "base.group_user")
    assert not detailed(site, headers=site.log_in("p", "p-password"))


def test_a_session_ends_with_its_password(make_site):
    site = make_site()
    add_user(site, "ipai_health.group_user")
    session = site.log_in("p", "p-password")
    assert detailed(site, headers=session)
    site.sql("UPDATE res_users SET password = 'another' WHERE login = 'p'")
    assert not detailed(site, headers=session)


def test_the_controller_answers_where_nothing_stands_in_front(make_site):
    site = make_site(options={"server_wide_modules": "base,rpc,web"})
    plain = site.server.get("/ipai/health")
    assert plain[0] == 200
    assert plain[2] in (b'{"status": "pass"}', b'{"status": "warn"}')
    assert plain[1]["Content-Type"] == "application/health+json"
    assert plain[1]["Cache-Control"] == "no-store"
    assert plain[1]["Set-Cookie"] is None
    assert site.server.get("/ipai/health/ready")[2] == b'{"status": "pass"}'
    assert site.server.get("/ipai/health/live")[2] == b'{"status": "pass"}'
    assert site.server.get("/ipai/health/x")[0] == 404
    assert site.server.get("/ipai/health/metrics")[0] == 404
    assert site.server.get("/ipai/health/metrics", headers=AUTHORIZED)[0] == 200
    assert site.server.get("/ipai/health", method="POST", data=b"")[0] == 405
    head = site.server.get("/ipai/health", method="HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert site.server.get("/ipai/health", method="OPTIONS")[0] == 200
    assert not detailed(site)
    assert detailed(site, headers=AUTHORIZED)


def test_odoo_itself_says_404_where_only_the_controller_could_answer(
    make_site, cluster
):
    with contextlib.closing(Link((cluster.host, cluster.port))) as link:
        address = {"db_host": "localhost", "db_port": str(link.port)}
        site = make_site(options={"server_wide_modules": "base,rpc,web", **address})
        assert site.server.get("/ipai/health")[0] == 200
        link.deafen()
        link.cut()
        assert site.server.get("/ipai/health")[0] == 404
        link.heal()
        assert site.server.get("/ipai/health")[0] == 200
