"""What only a look can know: pending modules, series, stale checks, stalled actions."""

import time

import pytest
from sandbox.standby import standby_of

from ipai_health.core import live, thresholds

from .stand_in import ADDON_TABLES, find, make_stub

NOW = 1_800_000_000.0


def change(postgres, stub, statement):
    postgres.execute(statement, database=stub)


def outputs(caller, key):
    return [item["output"] for item in caller.details().json["checks"].get(key, [])]


def pend(postgres, stub, age, state="to upgrade", name="sale"):
    change(
        postgres,
        stub,
        f"INSERT INTO ir_module_module VALUES ('{name}', '{state}', '19.0.1',"
        f" now() AT TIME ZONE 'UTC' - interval '{age}')",
    )


@pytest.mark.parametrize("state", ["to upgrade", "to install", "to remove"])
def test_a_module_that_waits_fails_after_the_grace(caller, postgres, stub, state):
    pend(postgres, stub, "11 minutes", state)
    assert caller.ask().body == b'{"status": "fail"}'
    assert "sale" in outputs(caller, "modules:pending")[0]
    assert caller.ask("/ipai/health/ready").code == 200


def test_a_module_that_waits_is_a_warning_before(caller, postgres, stub):
    pend(postgres, stub, "9 minutes")
    assert caller.ask().body == b'{"status": "warn"}'


def test_a_module_without_a_date_is_past_the_grace(caller, postgres, stub):
    change(postgres, stub, "INSERT INTO ir_module_module VALUES ('x', 'to install')")
    assert caller.ask().body == b'{"status": "fail"}'


@pytest.mark.parametrize("state", ["installed", "uninstalled", "uninstallable"])
def test_quiet_about_settled_modules(caller, postgres, stub, state):
    pend(postgres, stub, "1 day", state)
    assert caller.ask().body == b'{"status": "pass"}'


def test_quiet_about_modules_without_code(caller, postgres, stub):
    pend(postgres, stub, "1 day", name="studio_customization")
    change(postgres, stub, "ALTER TABLE ir_module_module ADD imported bool")
    change(
        postgres,
        stub,
        "INSERT INTO ir_module_module VALUES"
        " ('data', 'to upgrade', '1', '2020-01-01', true)",
    )
    assert caller.ask().body == b'{"status": "pass"}'


def test_a_muted_module_is_quiet(caller, postgres, stub):
    pend(postgres, stub, "1 day")
    change(
        postgres,
        stub,
        "INSERT INTO ipai_health_finding (rule, severity, state, subject, check_id)"
        " VALUES ('module-pending', 'critical', 'muted', 'sale', 1)",
    )
    assert caller.ask().body == b'{"status": "pass"}'


@pytest.mark.parametrize(("days", "status"), [(0, "pass"), (-1, "fail")])
def test_a_muted_module_counts_again_after_its_end_date(
    caller, postgres, stub, days, status
):
    """Nobody unmutes it: what is pending stops the run that would."""
    pend(postgres, stub, "1 day")
    change(
        postgres,
        stub,
        "ALTER TABLE ipai_health_finding ADD COLUMN mute_until date;"
        "INSERT INTO ipai_health_finding"
        " (rule, severity, state, subject, check_id, mute_until)"
        " VALUES ('module-pending', 'critical', 'muted', 'sale', 1,"
        f" (now() AT TIME ZONE 'UTC')::date + {days})",
    )
    assert caller.ask().json["status"] == status


def test_a_chosen_severity_counts(caller, postgres, stub):
    pend(postgres, stub, "1 day")
    change(
        postgres,
        stub,
        "CREATE TABLE ipai_health_rule (code text, severity text);"
        "INSERT INTO ipai_health_rule VALUES ('module-pending', 'warning')",
    )
    assert caller.ask().body == b'{"status": "warn"}'


def choose(postgres, stub, code, threshold):
    """Let another number decide about a rule."""
    change(
        postgres,
        stub,
        "CREATE TABLE ipai_health_rule (code text, severity text, own_threshold float);"
        f"INSERT INTO ipai_health_rule VALUES ('{code}', NULL, {threshold})",
    )


@pytest.mark.parametrize(
    ("grace", "status"), [(1200, "warn"), (60, "fail"), (0, "warn")]
)
def test_a_chosen_grace_counts(caller, postgres, stub, grace, status):
    pend(postgres, stub, "9 minutes")
    choose(postgres, stub, "module-pending", grace)
    assert caller.ask().json["status"] == status


def test_a_chosen_share_of_connections_counts(caller, postgres, stub):
    assert caller.ask().body == b'{"status": "pass"}'
    choose(postgres, stub, "database-connections-high", 1)
    assert caller.ask().body == b'{"status": "warn"}'


def test_a_chosen_patience_with_the_database_counts(caller, postgres, stub):
    choose(postgres, stub, "database-slow", 0.000001)
    assert caller.ask().body == b'{"status": "warn"}'


def test_a_stored_finding_about_what_is_looked_at_live_does_not_count(
    caller, postgres, stub
):
    change(
        postgres,
        stub,
        "INSERT INTO ipai_health_finding (rule, severity, state, subject, check_id)"
        " VALUES ('module-pending', 'critical', 'open', 'sale', 1)",
    )
    assert caller.ask().body == b'{"status": "pass"}'


@pytest.mark.parametrize("version", ["18.0.1.3", "19.1.1.3", "saas~18.4.1.3"])
def test_another_series(caller, postgres, stub, version):
    change(postgres, stub, f"UPDATE ir_module_module SET latest_version = '{version}'")
    assert caller.ask().code == 503
    assert caller.ask("/ipai/health/ready").code == 503


def test_never_initialised(caller, postgres, stub):
    change(postgres, stub, "UPDATE ir_module_module SET latest_version = NULL")
    assert caller.ask("/ipai/health/ready").code == 503
    change(postgres, stub, "DROP TABLE ir_module_module")
    assert caller.ask("/ipai/health/ready").code == 503
    assert "no installed Odoo" in outputs(caller, "database:responseTime")[0]


def test_missing(make_caller):
    caller = make_caller(db_names=("nowhere",))
    assert caller.ask("/ipai/health/ready").code == 503
    assert "There is no database nowhere" in outputs(caller, "database:responseTime")[0]


def test_a_standby_fails_and_stays_ready(make_caller, postgres, stub, tmp_path):
    with standby_of(postgres, tmp_path) as standby:
        caller = make_caller(server=standby, db_names=(stub,))
        assert caller.ask().code == 503
        assert caller.ask("/ipai/health/ready").code == 200
        assert "not written" in outputs(caller, "database:responseTime")[0]


def test_quiet_about_a_default_that_odoo_overrules(caller, postgres, stub):
    change(
        postgres, stub, f"ALTER DATABASE {stub} SET default_transaction_read_only=on"
    )
    assert caller.ask().body == b'{"status": "pass"}'


@pytest.mark.parametrize(
    "reason", ["the registry of stub is being loaded", "the registry failed"]
)
def test_a_registry_that_cannot_serve(caller, stub, reason):
    caller.host.registries[stub] = reason
    assert caller.ask().code == caller.ask("/ipai/health/ready").code == 503
    assert reason in outputs(caller, "database:responseTime")[0]
    caller.host.registries.clear()
    assert caller.ask().code == 200


@pytest.mark.parametrize(
    ("depth", "age", "status"),
    [
        ("quick", "14 minutes", b'{"status": "pass"}'),
        ("quick", "16 minutes", b'{"status": "warn"}'),
        ("standard", "170 minutes", b'{"status": "pass"}'),
        ("standard", "190 minutes", b'{"status": "warn"}'),
        ("full", "20 days", b'{"status": "pass"}'),
        ("full", "22 days", b'{"status": "warn"}'),
    ],
)
def test_stale_after_three_intervals(caller, postgres, stub, depth, age, status):
    change(
        postgres,
        stub,
        f"UPDATE ipai_health_check SET depth = '{depth}',"
        f" last_look = now() AT TIME ZONE 'UTC' - interval '{age}'",
    )
    assert caller.ask().body == status


def test_the_interval_is_that_of_the_scheduled_action(caller, postgres, stub):
    change(
        postgres,
        stub,
        "UPDATE ipai_health_check"
        " SET last_look = now() AT TIME ZONE 'UTC' - interval '50 minutes';"
        "INSERT INTO ir_cron (id, active, interval_number, interval_type, nextcall)"
        " VALUES (7, true, 20, 'minutes', now() AT TIME ZONE 'UTC');"
        "INSERT INTO ir_model_data"
        " VALUES ('ipai_health', 'ir.cron', 'ir_cron_quick', 7)",
    )
    assert caller.ask().body == b'{"status": "pass"}'
    change(postgres, stub, "UPDATE ir_cron SET interval_number = 15")
    assert caller.ask().body == b'{"status": "warn"}'


def stall(postgres, stub):
    change(
        postgres,
        stub,
        "INSERT INTO ir_cron (active, nextcall, lastcall) SELECT true,"
        " now() AT TIME ZONE 'UTC' - interval '1 hour',"
        " now() AT TIME ZONE 'UTC' - interval '2 hours'",
    )


def test_scheduled_actions_never_exceed_a_warning(caller, postgres, stub, monkeypatch):
    monkeypatch.setattr(thresholds, "CRON_WATCHED", 0.0)
    stall(postgres, stub)
    change(
        postgres,
        stub,
        "CREATE TABLE ipai_health_rule (code text, severity text);"
        "INSERT INTO ipai_health_rule VALUES ('cron-stalled', 'critical')",
    )
    assert caller.ask().body == b'{"status": "warn"}'


def test_cron_stalled_once_it_was_seen_for_a_while(caller, postgres, stub, monkeypatch):
    stall(postgres, stub)
    assert caller.ask().body == b'{"status": "pass"}', "it may be restored just now"
    monkeypatch.setattr(thresholds, "CRON_WATCHED", 0.0)
    assert caller.ask().body == b'{"status": "warn"}'
    (told,) = outputs(caller, "cron:selfCheckAge")
    assert told.startswith("cron-stalled: ")
    assert "overdue by 60 min" in told


@pytest.mark.parametrize(
    ("oldest", "newest"),
    [
        (None, None),
        (NOW + 60, NOW - 9999),
        (NOW - 600, None),
        (NOW - 3600, NOW - 60),
    ],
)
def test_quiet_about_scheduled_actions(oldest, newest):
    assert not live.is_cron_late(oldest, newest, NOW, {})


def test_an_action_is_late_after_a_quarter_of_an_hour():
    assert not live.is_cron_late(NOW - 900, None, NOW, {})
    assert not live.is_cron_late(NOW - 9999, NOW - 900, NOW, {})
    assert live.is_cron_late(NOW - 900.5, None, NOW, {})


def test_quiet_about_stopped_actions_while_a_module_waits(
    caller, postgres, stub, monkeypatch
):
    monkeypatch.setattr(thresholds, "CRON_WATCHED", 0.0)
    pend(postgres, stub, "1 minute")
    change(
        postgres,
        stub,
        "INSERT INTO ir_cron (active, nextcall) VALUES (true, '2020-01-01')",
    )
    caller.ask()
    assert outputs(caller, "cron:selfCheckAge") == [""]


def test_connections_high():
    assert not live.connections_high("x", 79, 100, {})
    (finding,) = live.connections_high("x", 80, 100, {})
    assert finding.rule == "database-connections-high"


def test_a_slow_network_is_told_once_each_answer_is_slow(make_caller, stub, link):
    caller = make_caller(link.port, db_names=(stub,))
    assert caller.ask().body == b'{"status": "pass"}'
    link.delay(0.26)
    assert caller.ask().body == b'{"status": "warn"}'
    link.delay(0.0)
    assert caller.ask().body == b'{"status": "pass"}'


def test_many_quick_answers_make_no_slow_one(make_caller, stub, link):
    """The first look opens its connection and asks which tables there are."""
    link.delay(0.07)
    reply = make_caller(link.port, db_names=(stub,)).ask()
    assert reply.seconds > 0.5
    assert reply.body == b'{"status": "pass"}'


def test_database_slow():
    assert not live.database_slow("x", 0.49, {})
    (finding,) = live.database_slow("x", 0.5, {})
    assert finding.rule == "database-slow"


def test_the_addon_comes_and_goes(make_caller, postgres):
    name = make_stub(postgres, "without", addon=False)
    caller = make_caller(db_names=(name,))
    assert caller.ask().body == b'{"status": "pass"}'
    assert "not installed" in str(caller.details().json["notes"])
    change(postgres, name, ADDON_TABLES)
    find(postgres, name, "asset-file-missing")
    assert caller.ask().body == b'{"status": "fail"}'
    change(postgres, name, "DROP TABLE ipai_health_finding, ipai_health_check")
    assert caller.ask().body == b'{"status": "pass"}'


def test_a_name_makes_no_line_of_the_log(caller, postgres, stub, caplog):
    forged = "evil\r\n2026-01-01 00:00:00,000 1 CRITICAL x odoo: \x1b[2J"
    postgres.execute(
        "INSERT INTO ir_module_module VALUES (%s, 'to upgrade', '19.0.1')",
        (forged,),
        database=stub,
    )
    assert caller.ask().body == b'{"status": "fail"}'
    (line,) = [each.getMessage() for each in caplog.records if "evil" in str(each.args)]
    assert "\n" not in line
    assert "\x1b" not in line


@pytest.mark.parametrize(
    ("depth", "unit", "interval"),
    [
        ("quick", None, 300),
        ("standard", None, 3600),
        ("full", None, 7 * 86400),
        ("full", "weeks", 7 * 86400),
        ("full", "months", 31 * 86400),
    ],
)
def test_the_interval_is_that_of_an_action_or_the_usual(depth, unit, interval):
    chosen = {depth: live.INTERVAL_SECONDS[unit]} if unit else {}
    limit = thresholds.STALE_INTERVALS * interval
    for age, expected in ((limit - 1, []), (limit + 1, [depth])):
        found = live.self_check_stale({depth: age}, chosen, {})
        told = [(each.rule, each.subject) for each in found]
        assert told == [("self-check-stale", subject) for subject in expected]


def test_cron_is_watched_from_when_it_was_first_seen_late(
    caller, postgres, stub, monkeypatch
):
    monkeypatch.setattr(thresholds, "CRON_WATCHED", 0.1)
    stall(postgres, stub)
    caller.ask()
    time.sleep(0.15)
    assert caller.ask().body == b'{"status": "warn"}'
