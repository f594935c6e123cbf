"""Runs never hurt: one check that crashes or hangs, two at once, and ``kill -9``."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time

import pytest
from sandbox import templates
from sandbox.instance import Instance
from sandbox.paths import ROOT
from sandbox.site import TOKEN

KILLS = int(os.environ.get("IPAI_HEALTH_KILLS", "5"))
"""Runs that are killed; 50 in the long proofs."""

SAMPLE = ROOT / "tests" / "addons"
OURS = {"database", "modules", "assets", "filestore", "views", "fields", "references"}


@pytest.fixture(scope="module")
def odoo(source, cluster, scratch):
    """Return an Odoo whose addons path also holds the sample addon."""
    return Instance(source, cluster, scratch / "sampled", addons=(ROOT, SAMPLE))


@pytest.fixture(scope="module")
def sampled(odoo, workshop, health_template):
    """Return a database with the sample addon, which brings a check of its own."""
    name = templates.clone(odoo, health_template, "sampled", workshop)
    odoo.install(name, ["health_sample"])
    yield name
    templates.discard(odoo, name)


@pytest.fixture(scope="module")
def sql(cluster, sampled):
    """Return a function that runs a statement in that database."""

    def run(statement):
        return cluster.execute(statement, database=sampled)

    return run


@pytest.fixture
def told(sql):
    """Return a function that tells the sample check what to do."""

    def tell(mode, seconds=0):
        sql(
            "DELETE FROM ir_config_parameter WHERE key = 'health_sample.mode'; "
            "INSERT INTO ir_config_parameter (key, value) "
            f"VALUES ('health_sample.mode', '{mode}'); "
            f"UPDATE ipai_health_check SET time_limit = {seconds} "
            "WHERE name = 'printers'",
        )

    tell("quiet")
    yield tell
    tell("quiet")


def looked(odoo, database, *words):
    """Return exit code and JSON of ``odoo health``."""
    done = odoo.health(database, "--format", "json", *words)
    return done.returncode, json.loads(done.stdout)


def rules(answer):
    return {each["rule"] for each in answer["findings"]}


# a check of another addon


def test_check_of_another_addon_is_one_of_ours(odoo, sampled, told):
    assert looked(odoo, sampled)[0] == 0
    told("silent")
    code, answer = looked(odoo, sampled, "--fail-on", "warning")
    assert code == 1
    (finding,) = answer["findings"]
    assert finding["rule"] == "printer-silent"
    assert finding["remedy"] == "Switch the printer on."
    assert "printers" in answer["durations"]


def test_its_state_reaches_backend_details_and_metrics(odoo, sampled, told):
    told("silent")
    looked(odoo, sampled)
    row = odoo.shell(
        sampled,
        "check = env['ipai.health.check'].search([('name', '=', 'printers')])\n"
        "print(check.title, check.status, check.finding_ids.rule)\n",
    )
    assert "Label printers warn printer-silent" in row
    environment = {"IPAI_HEALTH_TOKEN": TOKEN}
    words = ("-d", sampled, "--max-cron-threads=0")
    with odoo.serve(*words, environment=environment) as server:
        server.wait()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        body = server.get("/ipai/health?verbose", headers=headers)[2]
        assert any(key.startswith("printers:") for key in json.loads(body)["checks"])
        metrics = server.get("/ipai/health/metrics", headers=headers)[2].decode()
        assert "printers" in metrics


# crash and hang


def test_crash_is_a_result_and_hides_nothing(odoo, sampled, told):
    told("silent")
    looked(odoo, sampled)
    told("crash")
    code, answer = looked(odoo, sampled)
    assert code == 2
    assert rules(answer) == {"check-crashed", "printer-silent"}
    assert answer["durations"].keys() >= OURS
    told("quiet")
    code, answer = looked(odoo, sampled)
    assert (code, rules(answer)) == (0, set())


@pytest.mark.parametrize("mode", ["hang", "sleep in the database"])
def test_hang_is_stopped_while_the_others_finish(odoo, sampled, told, sql, mode):
    told(mode, seconds=2)
    started = time.monotonic()
    code, answer = looked(odoo, sampled)
    assert code == 2
    assert rules(answer) == {"check-timed-out"}
    assert answer["durations"].keys() >= OURS
    assert 2 <= answer["durations"]["printers"] < 6
    assert time.monotonic() - started < 120
    left = sql(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' "
        "AND pid != pg_backend_pid()",
    )
    assert left == [(0,)]


# two at once, and progress


def test_second_run_waits_and_progress_is_visible(odoo, sampled, told, sql):
    told("slow", seconds=30)
    words = ("health", "-d", sampled, "--check", "printers")
    first = _start(odoo, words)
    _until(lambda: _running(sql), 60)
    second = _start(odoo, words)
    seen = set()
    while first.poll() is None:
        seen |= set(
            sql(
                "SELECT progress_check, progress_done > 0, progress_total "
                "FROM ipai_health_run WHERE state = 'running'",
            )
        )
        time.sleep(0.2)
    assert ("printers", True, 100) in seen
    assert second.wait(120) == 0
    overlaps = sql(
        "SELECT count(*) FROM ipai_health_run a JOIN ipai_health_run b "
        "ON a.id < b.id AND b.start < a.end AND a.start > now() AT TIME ZONE 'utc' "
        "- interval '2 minutes'",
    )
    assert overlaps == [(0,)]


# kill -9


def test_killed_runs_leave_nothing_half_written(odoo, sampled, told, sql):
    told("slow", seconds=30)
    seed = int(time.time())
    print(f"seed {seed}, {KILLS} kills")
    chance = random.Random(seed)
    for _number in range(KILLS):
        process = _start(odoo, ("health", "-d", sampled, "--full"))
        _until(lambda: _running(sql), 60)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.0, 6.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        _until(lambda: not _lock_held(sql), 30)
    told("silent")
    code, answer = looked(odoo, sampled, "--full")
    assert code == 0
    assert rules(answer) == {"printer-silent"}
    states = sql(
        "SELECT state, count(*) FROM ipai_health_run GROUP BY state",
    )
    assert dict(states).keys() <= {"done", "interrupted"}
    twice = sql(
        "SELECT rule, subject, node FROM ipai_health_finding "
        "GROUP BY 1, 2, 3 HAVING count(*) > 1",
    )
    assert twice == []


def _start(odoo, words):
    return subprocess.Popen(
        odoo.command(*words),
        env=odoo.variables(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _running(sql):
    return sql("SELECT 1 FROM ipai_health_run WHERE state = 'running' LIMIT 1")


def _lock_held(sql):
    return sql(
        "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND d.datname = current_database()",
    )


def _until(true, seconds):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
