"""The db gate against a real PostgreSQL, healthy and in every state it must tell."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import threading
import time
from urllib.parse import quote

import pytest
from sandbox import postgres, templates
from sandbox.standby import standby_of

from ipai_health.core.render import text
from ipai_health.core.report import Report
from ipai_health.gates import db
from ipai_health.gates.cli import main
from ipai_health.gates.db.connection import Refused, connect


def told(report: Report) -> list[tuple[str, str]]:
    return [(one.rule, report.severity(one)) for one in report.sorted_findings()]


@pytest.fixture(scope="module")
def database(workshop, base_template):
    """Give a copy of a freshly initialised database."""
    name = templates.clone(workshop, base_template, "gate_db")
    yield name
    templates.discard(workshop, name)


@pytest.fixture
def dsn(cluster):
    """Give a function that returns the address of a database."""

    def make(name: str) -> str:
        account = f"{cluster.user}:{cluster.password}"
        return f"postgresql://{account}@{cluster.host}:{cluster.port}/{name}"

    return make


@pytest.fixture
def look(database, dsn):
    """Give a function that looks at the database."""

    def run(*arguments: str, name: str = database) -> Report:
        parser = argparse.ArgumentParser()
        db.add_arguments(parser)
        return db.run(parser.parse_args([dsn(name), *arguments]))

    return run


def test_the_connection_only_reads(dsn, database):
    with connect(dsn(database), 5) as connection:
        assert connection.rows("SELECT 1") == [(1,)]
        with pytest.raises(Refused, match="read-only transaction"):
            connection.rows("CREATE TABLE of_this_test (id int)")


@pytest.fixture
def changed(cluster, database):
    """Give a function that runs a statement, undone by another one afterwards."""
    undo = []

    def change(statement: str, back: str) -> None:
        cluster.execute(statement, database=database)
        undo.append(back)

    yield change
    for statement in undo:
        cluster.execute(statement, database=database)


@pytest.fixture
def conf(tmp_path):
    """Give a function that writes an odoo.conf and returns its name."""

    def write(*lines: str) -> str:
        path = tmp_path / "odoo.conf"
        path.write_text("\n".join(["[options]", *lines, ""]))
        return str(path)

    return write


STATE = "UPDATE ir_module_module SET state = '{}', write_date = {} WHERE name = 'mail'"
NOW = "now() AT TIME ZONE 'UTC'"
BACK = STATE.format("installed", NOW)


def test_quiet_on_a_healthy_database(look, conf, workshop):
    assert told(look()) == []
    assert told(look("--conf", conf("dbfilter = ^gate_.*$"))) == []
    assert told(look("--conf", conf("db_name = False"))) == []
    assert told(look("--conf", conf("dbfilter = ^%d$"))) == []
    assert told(look("--conf", str(workshop.configuration))) == []


def test_quiet_on_modules_without_code_by_design(look, changed):
    changed(
        "INSERT INTO ir_module_module (name, state)"
        " VALUES ('studio_customization', 'to upgrade')",
        "DELETE FROM ir_module_module WHERE name = 'studio_customization'",
    )
    changed(
        "INSERT INTO ir_module_module (name, state, imported)"
        " VALUES ('as_data', 'to upgrade', true)",
        "DELETE FROM ir_module_module WHERE name = 'as_data'",
    )
    assert told(look()) == []


@pytest.mark.parametrize("with_column", [True, False])
def test_the_database_as_install_list(dsn, database, changed, tmp_path, with_column):
    """A database without base_import_module has no column for what was imported."""
    changed(
        "INSERT INTO ir_module_module (name, state, imported)"
        " VALUES ('as_data', 'installed', true), ('own', 'installed', false)",
        "DELETE FROM ir_module_module WHERE name IN ('as_data', 'own')",
    )
    if not with_column:
        changed(
            "DELETE FROM ir_module_module WHERE name = 'as_data';"
            "ALTER TABLE ir_module_module RENAME imported TO elsewhere",
            "ALTER TABLE ir_module_module RENAME elsewhere TO imported",
        )
    words = ["modules", "--addons-path", str(tmp_path), "--install-list", dsn(database)]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "__init__.py").touch()
    manifest = "{'name': 'Other', 'license': 'LGPL-3', 'version': '19.0.1.0.0'}"
    (tmp_path / "other" / "__manifest__.py").write_text(manifest)
    output = tmp_path / "report.json"
    assert main([*words, "--format", "json", "--output", str(output)]) == 1
    subjects = {one["subject"] for one in json.loads(output.read_text())["findings"]}
    assert subjects == {"other:install list", "own:manifests"}


@pytest.mark.parametrize("state", ["to install", "to upgrade", "to remove"])
def test_a_pending_module_is_critical_after_the_grace(look, changed, state):
    changed(STATE.format(state, NOW), BACK)
    assert told(look()) == [("module-pending", "warning")]
    changed(STATE.format(state, f"{NOW} - interval '601 seconds'"), BACK)
    assert told(look()) == [("module-pending", "critical")]
    changed(STATE.format(state, "NULL"), BACK)
    assert told(look()) == [("module-pending", "critical")]


def test_a_database_that_odoo_never_initialised(look, cluster, dsn):
    assert told(look(name="postgres")) == [("database-uninitialised", "critical")]
    assert main(["db", dsn("postgres")]) == 1


def test_a_database_that_is_not_there(look):
    report = look(name="nowhere")
    assert told(report) == [("database-unreachable", "critical")]
    assert "does not exist" in report.findings[0].message


def test_another_series(look):
    assert told(look("--series", "18.0")) == [("database-series-mismatch", "critical")]


def test_a_standby(cluster, database, scratch):
    with standby_of(cluster, scratch / "standby") as standby:
        account = f"{standby.user}:{standby.password}"
        address = f"{account}@{standby.host}:{standby.port}/{database}"
        parser = argparse.ArgumentParser()
        db.add_arguments(parser)
        report = db.run(parser.parse_args([f"postgresql://{address}"]))
    assert told(report) == [("database-read-only", "critical")]


def test_quiet_about_a_default_that_odoo_overrules(look, cluster, database):
    setting = f"ALTER DATABASE {database} {{}} default_transaction_read_only"
    cluster.execute(f"{setting.format('SET')} = on")
    try:
        assert told(look()) == []
    finally:
        cluster.execute(setting.format("RESET"))


@pytest.fixture
def neighbour(cluster):
    """Give a database beside it."""
    cluster.create("neighbour")
    yield
    cluster.drop("neighbour")


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("dbfilter = ^nothing$", "dbfilter-no-match"),
        ("dbfilter = ^neighbour$", "database-not-exposed"),
        ("db_name = other", "database-not-exposed"),
        ("dbfilter = ^(", "dbfilter-invalid"),
    ],
)
def test_a_configuration_that_no_longer_fits(look, conf, line, rule):
    report = look("--conf", conf(line))
    assert told(report) == [(rule, "critical")]
    assert report.findings[0].line == 2


def test_percent_d_is_judged_for_the_host_that_is_asked_for(look, conf):
    path = conf("dbfilter = ^%d$")
    assert told(look("--conf", path, "--host", "gate_db.example.com")) == []
    assert told(look("--conf", path, "--host", "other.example.com")) == [
        ("dbfilter-no-match", "critical")
    ]


def test_installed_code_that_no_addons_path_holds(look, workshop, conf, changed):
    changed(
        "INSERT INTO ir_module_module (name, state) VALUES ('gone_away', 'installed')",
        "DELETE FROM ir_module_module WHERE name = 'gone_away'",
    )
    report = look("--conf", str(workshop.configuration))
    assert [(one.rule, one.subject) for one in report.findings] == [
        ("module-missing-on-disk", "gone_away")
    ]
    assert told(look("--conf", conf("addons_path = /mnt/extra-addons"))) == []


def test_no_password_is_ever_told(cluster, capsys):
    wrong = f"postgresql://odoo:hunter2@{cluster.host}:{cluster.port}/gate_db"
    for address in (wrong, "postgresql://odoo:hunter2@127.0.0.1:1/gate_db"):
        for output in ("text", "json"):
            assert main(["db", address, "--format", output]) == 1
    assert main(["db", "postgresql://odoo:hunter2@[host/x"]) == 2
    assert main(["db", "host=x password=hunter2"]) == 2
    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err


@pytest.fixture
def silent_port():
    """Give a port that takes connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept = []

    def take() -> None:
        while True:
            try:
                kept.append(listener.accept())
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def test_a_silent_server_costs_no_more_than_the_timeout(silent_port):
    begin = time.monotonic()
    address = f"postgresql://odoo@127.0.0.1:{silent_port}/x"
    assert main(["db", address, "--timeout", "1"]) == 1
    assert time.monotonic() - begin < 2


def test_a_stopped_server_costs_no_more_than_the_timeout(run_folder_of_test):
    server = postgres.EmbeddedPostgres(run_folder_of_test).start()
    address = f"postgresql://odoo:{server.password}@127.0.0.1:{server.port}/postgres"
    family = [server.process.pid, *_children(server.process.pid)]
    try:
        for pid in family:
            _signal(pid, signal.SIGSTOP)
        begin = time.monotonic()
        assert main(["db", address, "--timeout", "1"]) == 1
        assert time.monotonic() - begin < 2
    finally:
        for pid in family:
            _signal(pid, signal.SIGCONT)
        server.erase()


@pytest.fixture
def run_folder_of_test(tmp_path_factory):
    """Give a folder that the server's own account can reach."""
    return tmp_path_factory.mktemp("stopped")


def _signal(pid: int, number: int) -> None:
    """Send a signal; PostgreSQL's helpers come and go."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _children(parent: int) -> list[int]:
    with open(f"/proc/{parent}/task/{parent}/children") as listed:
        return [int(pid) for pid in listed.read().split()]


@pytest.mark.parametrize(
    "words",
    ["x'; DROP TABLE ir_module_module; --", 'x" OR 1=1 --', "%s%d", "x\ny\x1b[2J"],
)
def test_words_that_look_like_sql_are_words(look, conf, words):
    report = look(name=quote(words))
    assert told(report) == [("database-unreachable", "critical")]
    shown = text.render(report)
    assert "\x1b" not in shown
    assert "\ncritical: " not in shown.removeprefix("critical: ").partition("\n")[2]
    report = look("--conf", conf("dbfilter = ^%d$"), "--host", words)
    assert {rule for rule, _severity in told(report)} <= {
        "dbfilter-no-match",
        "database-not-exposed",
    }
    assert told(look()) == []
