"""recover, checklist and prod: what they would run, and what they run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from ipai_health.core.finding import Finding
from ipai_health.core.report import Report
from ipai_health.gates import together
from ipai_health.gates.cli import main
from ipai_health.gates.recovery import step
from tests.gates.site import Answer, running

CONTRACT_ORDER = {
    "502": ["docker ps", "psql", "docker logs", "docker network inspect"],
    "assets": [
        "DELETE FROM ir_attachment",
        "restart odoo",
        "sleep 40",
        "ipai-health web",
    ],
}


@pytest.fixture
def docker(tmp_path, monkeypatch):
    """Put a docker on the PATH that writes down what it is asked; give its journal."""
    journal = tmp_path / "journal"
    program = tmp_path / "docker"
    program.write_text(
        f'#!/bin/sh\necho "$@" >>"{journal}"\necho "an Error, password=hunter2"\n'
        'echo "all is well"\n'
        'case "$*" in *FAIL*) exit 1;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return journal


@pytest.mark.parametrize("procedure", CONTRACT_ORDER)
def test_a_dry_run_shows_the_contracts_steps_in_its_order(docker, capsys, procedure):
    assert main(["recover", procedure]) == 0
    said = capsys.readouterr().out
    at = [said.index(words) for words in CONTRACT_ORDER[procedure]]
    assert at == sorted(at)
    assert "dry run" in said
    assert not docker.exists()


def test_a_dry_run_for_owl_shows_the_whole_procedure(docker, capsys):
    assert main(["recover", "owl"]) == 0
    said = capsys.readouterr().out
    assert said.index("NAME") < said.index("id = ID") < said.index("restart odoo")
    assert not docker.exists()


def test_what_is_shown_can_be_typed(capsys):
    main(["recover", "owl", "--field", "x_field", "--view", "7"])
    shown = re.findall(r"^   (.+)$", capsys.readouterr().out, re.M)
    assert [shlex.split(line)[0] for line in shown] == [
        *("docker", "docker", "docker", "docker", "sleep", "ipai-health")
    ]
    assert "id = 7" in shlex.split(shown[1])[-1]
    assert "mode = 'extension'" in shlex.split(shown[1])[-1]


def test_only_generated_bundles_are_deleted(capsys):
    main(["recover", "assets"])
    said = capsys.readouterr().out
    for condition in ("res_model = 'ir.ui.view'", "res_id = 0", "create_uid = 1"):
        assert condition in said


def test_yes_runs_the_steps_and_hides_secrets(docker, capsys):
    with running() as site:
        words = ["recover", "owl", "--view", "7", "--url", site.url, "--yes"]
        assert main([*words, "--database", "FAIL"]) == 1
        assert len(docker.read_text().splitlines()) == 1
    said = capsys.readouterr().out
    assert "failed" in said
    assert "hunter2" not in said
    assert "all is well" in said


def test_looking_goes_on_after_a_step_that_fails(docker, capsys):
    assert main(["recover", "502", "--database", "FAIL", "--yes"]) == 1
    asked = docker.read_text().splitlines()
    assert [line.split()[0] for line in asked[:4]] == ["ps", "exec", "logs", "network"]
    logs = capsys.readouterr().out.partition("Check logs")[2].partition("Verify")[0]
    assert "all is well" not in logs
    assert "an Error" in logs


def test_docker_that_fails_says_why(docker, capsys):
    assert main(["recover", "502", "--odoo", "FAIL", "--yes"]) == 1
    logs = capsys.readouterr().out.partition("Check logs")[2].partition("Verify")[0]
    assert "all is well" in logs
    assert "failed" in logs


def test_a_step_that_takes_too_long_has_failed(docker, capsys, monkeypatch):
    monkeypatch.setattr(step, "TIMEOUT", 0.2)
    program = docker.parent / "docker"
    program.write_text("#!/bin/sh\nexec sleep 5\n")
    assert main(["recover", "assets", "--yes"]) == 1
    assert "timed out" in capsys.readouterr().out


@pytest.mark.parametrize(("rows", "steps"), [(0, 1), (1, 2)])
def test_a_view_that_is_no_extension_stops_the_procedure(docker, capsys, rows, steps):
    program = docker.parent / "docker"
    script = program.read_text().replace("all is well", f"UPDATE {rows}")
    program.write_text(f'{script}case "$*" in *DELETE*) exit 1;; esac\n')
    assert main(["recover", "owl", "--view", "7", "--yes"]) == 1
    assert len(docker.read_text().splitlines()) == steps
    said = capsys.readouterr().out
    told = "view 7 does not exist, or is no extension" in said
    assert told == (rows == 0)


def test_without_docker_it_says_what_it_would_run(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    assert main(["recover", "assets", "--yes"]) == 2
    said = capsys.readouterr()
    assert "restart odoo" in said.out
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["owl"],
        ["owl", "--field", "x'; DROP TABLE res_users; --"],
        ["owl", "--view", "7; DELETE"],
        ["503"],
        [],
    ],
)
def test_what_makes_no_sense_is_one_line(words, capsys):
    assert main(["recover", *words, "--yes"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


TITLES = [
    "Production health",
    "odoo.conf matches",
    "Compose network aliases",
    "All modules",
    "Assets load",
    "Database selection",
    "No critical errors",
    "Containers are healthy",
]


def test_the_checklist_has_the_contracts_items_in_its_order(capsys):
    dsn = "postgresql://odoo:hunter2@db/odoo"
    assert main(["checklist", "--url", "https://erp.example.com", "--dsn", dsn]) == 0
    said = capsys.readouterr().out
    items = [line[4:] for line in said.splitlines() if line.startswith("[ ] ")]
    assert len(items) == 8
    assert all(map(str.startswith, items, TITLES))
    assert "hunter2" not in said


def test_the_checklist_asks_as_prod_does(capsys):
    """Else one of two looks at the same site fails on the certificate, or waits."""
    given = ["--url", "https://erp", "--dsn", "postgresql://db/odoo"]
    given += ["--insecure", "--host", "erp.example.com", "--timeout", "3"]
    assert main(["checklist", *given]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    (web,) = {line for line in lines if line.startswith("ipai-health web")}
    (db,) = {line for line in lines if line.startswith("ipai-health db")}
    assert (lines.count(web), lines.count(db)) == (2, 2)
    assert {"--insecure", "--host", "--timeout"} <= set(web.split())
    assert {"--host", "--timeout"} <= set(db.split())


def test_steps_show_no_password_of_several_words(capsys):
    main(["recover", "assets", "--database", "dbname=x password='my hunter2'"])
    said = capsys.readouterr().out
    assert "hunter2" not in said
    assert "dbname=x" in said


@pytest.fixture
def deployment(tmp_path, monkeypatch):
    """Give a folder with everything that is to be deployed, all of it right."""
    monkeypatch.chdir(tmp_path)
    deploy = tmp_path / "deploy"
    deploy.mkdir()
    (deploy / "odoo.conf").write_text(
        "[options]\ndb_host = postgres\ndb_name = False\ndbfilter = ^odoo$\n"
        "list_db = False\nlog_level = info\nproxy_mode = True\n"
    )
    (deploy / "compose.yaml").write_text(
        "services:\n"
        "  db:\n    image: postgres:17.6\n"
        "    healthcheck: {test: [CMD, pg_isready]}\n"
        "    networks: {odoo_backend: {aliases: [postgres]}}\n"
        "  odoo:\n    image: odoo:19.0\n"
        "    healthcheck: {test: [CMD, 'true']}\n"
        "    depends_on: {db: {condition: service_healthy}}\n"
        "    networks: [odoo_backend]\n"
        "networks:\n  odoo_backend: {}\n"
    )
    module = tmp_path / "addons/my_module"
    module.mkdir(parents=True)
    (module / "__init__.py").touch()
    (module / "__manifest__.py").write_text("{'name': 'x', 'depends': ['web']}")
    (tmp_path / "odoo.log").write_text("2026-11-23 17:39:47,707 1 INFO db odoo: fine\n")
    line = {"Names": "odoo-ce", "State": "running", "Status": "Up 2 hours (healthy)"}
    (tmp_path / "ps.json").write_text(json.dumps(line))
    return tmp_path


@pytest.fixture
def site():
    with running() as site:
        yield site


def words(site) -> list[str]:
    return [
        *("--url", site.url, "--log", "odoo.log", "--ps", "ps.json"),
        *("--conf", "deploy/odoo.conf", "--addons-path", "addons"),
    ]


def test_a_good_deployment_ticks_every_item(deployment, site, capsys):
    assert main(["checklist", *words(site), "--yes"]) == 0, capsys.readouterr().out
    assert capsys.readouterr().out.count("[x]") == 8


def test_a_fault_is_an_open_item_with_its_reason(deployment, site, capsys):
    site.pages["/web"] = Answer(status=500)
    (deployment / "odoo.log").write_text("CRITICAL:root:it died\n")
    assert main(["checklist", *words(site), "--yes"]) == 1
    said = capsys.readouterr().out
    assert "***" not in said
    assert said.count("[!]") == 3
    assert "http-web-failed" in said
    assert "log-critical" in said


def test_what_cannot_be_looked_at_is_no_tick(deployment, site, capsys):
    Path("odoo.log").unlink()
    assert main(["checklist", *words(site), "--yes"]) == 2
    said = capsys.readouterr().out
    assert said.count("[?]") == 2
    assert main(["checklist", "--yes"]) == 2


def test_the_settings_of_single_gates_count(deployment, site, capsys):
    conf = deployment / "deploy/odoo.conf"
    conf.write_text(conf.read_text().replace("db_host = postgres", "db_host = db"))
    prod = ["prod", "--conf", "deploy/odoo.conf"]
    assert main(prod) == 1
    assert main(["checklist", *words(site), "--yes"]) == 1
    for text in ('[config]\ndb-host = "db"\n', 'ignore = ["db-host-unexpected"]\n'):
        (deployment / "ipai-health.toml").write_text(text)
        assert main(prod) == 0
        capsys.readouterr()
        main(["checklist", *words(site), "--yes"])
        assert "[x] odoo.conf matches" in capsys.readouterr().out
    (deployment / "ipai-health.toml").write_text('[config]\ndb-host = "other"\n')
    assert main(prod) == 1
    (deployment / "ipai-health.toml").write_text('[config]\nnonsense = "other"\n')
    assert main(prod) == 2
    (deployment / "ipai-health.toml").write_text(
        '[config]\ndb-host = "db"\n[logs]\nlines = 0\n'
    )
    assert main(prod) == 0


def test_prod_counts_what_its_gates_leave_out(deployment, capsys):
    conf = deployment / "deploy/odoo.conf"
    conf.write_text(conf.read_text().replace("db_host = postgres", "db_host = db"))
    (deployment / "ipai-health.toml").write_text('ignore = ["db-host-unexpected"]\n')
    assert main(["prod", "--conf", "deploy/odoo.conf"]) == 0
    assert "1 left out" in capsys.readouterr().out


def test_prod_needs_something_to_look_at(capsys):
    assert main(["prod"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_prod_works_with_only_a_url(site, capsys):
    assert main(["prod", "--url", site.url]) == 0
    site.pages["/web"] = Answer(status=500)
    assert main(["prod", "--url", site.url]) == 1


def test_prod_gathers_everything_and_looks_on(deployment, site, capsys):
    site.pages["/web"] = Answer(status=500)
    more = ["--conf", "deploy/odoo.conf", "-f", "deploy/compose.yaml"]
    more += ["--dsn", "postgresql://u:pw@127.0.0.1:1/odoo", "--format", "json"]
    code = main(["prod", *words(site)[:6], *more])
    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert report["source"] == "prod"
    assert {one["rule"] for one in report["findings"]} >= {
        "http-web-failed",
        "database-unreachable",
    }
    assert main(["prod", "--url", site.url, "--log", "no.log"]) == 2
    assert "http-web-failed" in capsys.readouterr().out


def test_what_two_gates_found_is_told_once():
    same = Finding("dbfilter-invalid", "odoo.conf:dbfilter", "one")
    reports = [Report("config", [same], 3), Report("db", [same], 1, ["no answer"])]
    whole = together.merged("prod", reports)
    assert (len(whole.findings), whole.inspected, whole.blind) == (1, 4, ["no answer"])


def test_the_checklist_hands_on_what_each_look_needs(capsys):
    assert main(["checklist", "--conf", "deploy/odoo.conf"]) == 0
    said = capsys.readouterr().out
    assert "ipai-health modules --conf deploy/odoo.conf" in said
    assert "ipai-health config -- deploy/odoo.conf" in said
    assert main(["checklist", "--conf", "x.conf", "--addons-path", "addons"]) == 0
    said = capsys.readouterr().out
    assert "ipai-health modules --addons-path addons" in said
    assert "modules --conf" not in said


def test_an_item_of_the_checklist_says_what_it_lacks(capsys):
    assert main(["checklist"]) == 0
    said = capsys.readouterr().out
    assert said.count("    cannot be checked without --url") == 2
    assert "None" not in said
