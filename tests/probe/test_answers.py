"""What a caller reads: paths, methods, headers, words, details."""

import pytest
from sandbox.link import SilentListener

from .stand_in import find, make_stub

ANONYMOUS = [b'{"status": "pass"}', b'{"status": "warn"}', b'{"status": "fail"}']


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/web/health",
        "/ipai",
        "/ipai/healthy",
        "/ipai/healthz/live",
        "/my/ipai/health",
        "",
        "/IPAI/HEALTH",
    ],
)
def test_other_paths_are_not_ours(caller, path):
    assert caller.ask(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "/ipai/health",
        "/ipai/health/",
        "//ipai/health",
        "/ipai//health",
        "http://odoo.example//ipai/health",
        "http:///ipai/health",
    ],
)
def test_one_path_in_many_spellings(caller, path):
    assert caller.ask(path).body == b'{"status": "pass"}'


@pytest.mark.parametrize(
    "path",
    [
        "/ipai/health/x",
        "/ipai/health/live/x",
        "/ipai/health/../web",
        "/ipai/health/checks",
    ],
)
def test_unknown_paths_below_are_404_without_a_body(caller, path):
    reply = caller.ask(path)
    assert reply.code == 404
    assert reply.body == b""


@pytest.mark.parametrize("path", ["", "/live", "/ready", "/metrics", "/checks/x"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "get"])
def test_other_methods_are_405(caller, path, method):
    reply = caller.ask("/ipai/health" + path, method)
    assert reply.code == 405
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["", "/live", "/ready"])
def test_head_and_options_answer_as_get_without_a_body(caller, path):
    get = caller.ask("/ipai/health" + path)
    head = caller.ask("/ipai/health" + path, "HEAD")
    options = caller.ask("/ipai/health" + path, "OPTIONS")
    assert head.code == options.code == get.code == 200
    assert head.body == options.body == b""
    assert head.headers == get.headers
    assert options.headers == get.headers | {"Content-Length": "0"}
    assert get.headers == {
        "Content-Type": "application/health+json",
        "Cache-Control": "no-store",
        "Content-Length": "18",
    }


def test_live_asks_nobody(make_caller):
    nobody = SilentListener()
    reply = make_caller(nobody.port, db_names=("x",)).ask("/ipai/health/live")
    nobody.close()
    assert (reply.code, reply.body) == (200, b'{"status": "pass"}')
    assert reply.seconds < 1.0


def test_live_touches_no_file_and_no_lock(caller, monkeypatch):
    def touched(*_arguments):
        raise AssertionError("it looks")

    monkeypatch.setattr("os.path.exists", touched)
    monkeypatch.setattr("os.stat", touched)
    monkeypatch.setattr("threading.Lock", touched)
    for part in ("_state", "_memory", "_server", "_sessions", "_rights"):
        monkeypatch.setattr(caller.probe, part, None)
    assert caller.ask("/ipai/health/live").body == b'{"status": "pass"}'


def test_a_critical_finding_fails_and_stays_ready(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    assert (caller.ask().code, caller.ask().body) == (503, b'{"status": "fail"}')
    assert caller.ask("/ipai/health/ready").code == 200


@pytest.mark.parametrize(
    "finding",
    [
        {"severity": "info"},
        {"state": "muted"},
        {"state": "resolved"},
        {"node": "other:8069"},
    ],
    ids=str,
)
def test_quiet_about(caller, postgres, stub, finding):
    find(postgres, stub, "asset-file-missing", **finding)
    assert caller.ask().body == b'{"status": "pass"}'


def test_a_finding_of_this_node_counts(caller, postgres, stub):
    find(postgres, stub, "disk-space-low", severity="warning", node="host:8069")
    assert caller.ask().body == b'{"status": "warn"}'


def test_a_check_that_is_switched_off_does_not_count(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    postgres.execute("UPDATE ipai_health_check SET enabled = false", database=stub)
    assert caller.ask().body == b'{"status": "pass"}'


@pytest.mark.parametrize("outcome", ["skipped", "crashed", "timed-out"])
def test_a_look_that_came_to_nothing_is_no_fault_by_itself(
    caller, postgres, stub, outcome
):
    postgres.execute(
        "UPDATE ipai_health_check SET outcome = %s, reason = 'no log file'",
        (outcome,),
        database=stub,
    )
    assert caller.ask().body == b'{"status": "pass"}'
    (assets,) = caller.details().json["checks"]["assets:findings"]
    assert assets["output"] == f"{outcome}: no log file"


def maintain(postgres, stub, start, end):
    """Set a maintenance window from and to those intervals after now."""
    postgres.execute(
        "DELETE FROM ir_config_parameter;"
        "INSERT INTO ir_config_parameter SELECT 'ipai_health.maintenance_' || key,"
        " to_char(now() AT TIME ZONE 'UTC' + after, 'YYYY-MM-DD HH24:MI:SS')"
        f" FROM (VALUES ('from', interval '{start}'), ('until', interval '{end}'))"
        " AS chosen(key, after)",
        database=stub,
    )


def test_maintenance_leaves_findings_out(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    pending = "INSERT INTO ir_module_module VALUES ('sale', 'to upgrade')"
    postgres.execute(pending, database=stub)
    maintain(postgres, stub, "-1 second", "1 hour")
    assert caller.ask().body == b'{"status": "pass"}'
    assert "maintenance" in str(caller.details().json["notes"])


@pytest.mark.parametrize(
    "window", [("5 seconds", "1 hour"), ("-1 hour", "-1 second")], ids=["later", "over"]
)
def test_maintenance_counts_from_its_begin_to_its_end(caller, postgres, stub, window):
    find(postgres, stub, "asset-file-missing")
    maintain(postgres, stub, *window)
    assert caller.ask().body == b'{"status": "fail"}'
    assert "maintenance" not in str(caller.details().json["notes"])


def test_maintenance_does_not_hide_that_nobody_can_be_served(caller, postgres, stub):
    maintain(postgres, stub, "-1 second", "1 hour")
    series = "UPDATE ir_module_module SET latest_version = '18.0.1.3'"
    postgres.execute(series, database=stub)
    assert caller.ask().body == b'{"status": "fail"}'


def test_warn_before_the_first_self_check(caller, postgres, stub):
    postgres.execute("UPDATE ipai_health_check SET last_look = NULL", database=stub)
    assert caller.ask().body == b'{"status": "warn"}'
    postgres.execute("DELETE FROM ipai_health_check", database=stub)
    assert caller.ask().body == b'{"status": "warn"}'


def test_what_nodes_look_at_is_no_self_check(caller, postgres, stub):
    postgres.execute(
        "UPDATE ipai_health_check SET name = 'log', scope = 'node'", database=stub
    )
    assert caller.ask().body == b'{"status": "warn"}'
    assert "cron:selfCheckAge" not in caller.details().json["checks"]


def test_draining(caller, tmp_path):
    (tmp_path / "drain").touch()
    for path in ("/ipai/health", "/ipai/health/ready"):
        assert caller.ask(path).body == b'{"status": "fail"}'
        assert caller.ask(path).code == 503
    assert caller.ask("/ipai/health/live").code == 200
    assert "this node is draining" in caller.details().json["notes"]
    (tmp_path / "drain").unlink()
    assert caller.ask().code == 200


def test_details(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    body = caller.details().json
    assert {"status", "version", "releaseId", "serviceId", "description"} <= body.keys()
    assert body["status"] == "fail"
    assert body["notes"] == [f"judged: {stub}, because db_name names it"]
    (assets,) = body["checks"]["assets:findings"]
    assert assets["status"] == "fail"
    assert assets["observedValue"] == 1
    assert assets["output"] == "asset-file-missing: it is broken"
    assert body["checks"]["database:responseTime"][0]["componentType"] == "datastore"
    (age,) = body["checks"]["cron:selfCheckAge"]
    assert 0 <= age["observedValue"] < 600
    for key, items in body["checks"].items():
        check, colon, measurement = key.partition(":")
        assert check and colon and measurement
        for item in items:
            assert item.keys() >= ITEM, key
            assert item["status"] in ("pass", "warn", "fail")


ITEM = {"componentType", "observedValue", "observedUnit", "status", "time", "output"}
"""What each measurement carries, as the draft of the format has it."""


def test_exclude_leaves_a_check_out_of_verdict_and_details(caller, postgres, stub):
    find(postgres, stub, "asset-file-missing")
    assert caller.ask(query="exclude=assets").code == 503
    assert caller.details(query="exclude=assets").body == b'{"status": "pass"}'
    body = caller.details(query="verbose&exclude=views&exclude=assets").json
    assert body["status"] == "pass"
    assert not any(key.startswith("assets:") for key in body["checks"])


def test_one_check(caller, postgres, stub):
    assert caller.details("/ipai/health/checks/assets").status == "pass"
    find(postgres, stub, "asset-file-missing")
    reply = caller.details("/ipai/health/checks/assets")
    assert (reply.code, reply.status) == (503, "fail")
    assert caller.details("/ipai/health/checks/modules").code == 200
    assert caller.details("/ipai/health/checks/nothing").code == 404


def test_one_check_that_could_not_look_fails(caller, postgres, stub):
    """It is neither unknown nor right, whoever keeps what it found before."""
    postgres.drop(stub)
    for check in ("modules", "cron", "assets", "database"):
        reply = caller.details(f"/ipai/health/checks/{check}")
        assert (reply.code, reply.status) == (503, "fail")
        ((item,),) = reply.json["checks"].values()
        assert item.keys() >= ITEM
        assert "database-unreachable" in item["output"]
    assert caller.details("/ipai/health/checks/nothing").code == 404


def test_one_check_that_nothing_is_known_of_yet(caller, postgres, stub):
    postgres.execute("DELETE FROM ipai_health_check", database=stub)
    reply = caller.details("/ipai/health/checks/assets")
    assert (reply.code, reply.status) == (200, "warn")
    assert caller.details("/ipai/health/checks/modules").status == "pass"


def test_where_the_addon_is_not_installed_there_are_live_checks_only(
    make_caller, postgres
):
    name = make_stub(postgres, "stub_without_addon", addon=False)
    caller = make_caller(db_names=(name,))
    assert caller.details("/ipai/health/checks/modules").code == 200
    assert caller.details("/ipai/health/checks/assets").code == 404
    postgres.drop(name)


@pytest.mark.parametrize("path", ["/metrics", "/checks/assets", "/checks/nothing"])
def test_without_rights_there_is_nothing_there(caller, path):
    reply = caller.ask("/ipai/health" + path)
    assert (reply.code, reply.body) == (404, b"")


def test_an_own_fault_is_one_word_and_one_record(caller, monkeypatch, caplog):
    def broken(*_arguments):
        raise RuntimeError("a bug")

    monkeypatch.setattr(caller.probe._state, "overall", broken)
    assert caller.ask().body == b'{"status": "fail"}'
    assert len(caplog.records) == 1


def test_a_fault_is_logged_when_it_begins_and_when_it_ends(
    caller, postgres, stub, caplog
):
    caplog.set_level("INFO")
    for _each in range(3):
        caller.ask()
    assert not caplog.records
    find(postgres, stub, "asset-file-missing")
    for _each in range(5):
        caller.ask()
    postgres.execute("DELETE FROM ipai_health_finding", database=stub)
    for _each in range(5):
        caller.ask()
    assert [each.levelname for each in caplog.records] == ["WARNING", "INFO"]
    assert "assets" in caplog.records[0].getMessage()


def test_an_answer_is_good_for_its_ttl(make_caller, postgres, stub):
    caller = make_caller(db_names=(stub,), settings={"ttl": 60.0})
    assert caller.ask().body == b'{"status": "pass"}'
    find(postgres, stub, "asset-file-missing")
    assert caller.ask().body == b'{"status": "pass"}'
    assert caller.details().json["status"] == "pass"
    caller.host.process = "Odoo is stuck"
    assert caller.ask().body == b'{"status": "pass"}'


def test_a_check_before_its_first_look_says_so(caller, postgres, stub):
    postgres.execute("UPDATE ipai_health_check SET last_look = NULL", database=stub)
    checks = caller.details().json["checks"]
    (assets,) = checks["assets:findings"]
    assert assets["output"] == "has not looked yet"
    assert "cron:selfCheckAge" not in checks
