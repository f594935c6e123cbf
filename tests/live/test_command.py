"""``odoo health``: what it prints, and how it says that it could not look."""

import json

import pytest
from sandbox import templates
from sandbox.instance import Instance
from sandbox.paths import ROOT


@pytest.fixture(scope="module")
def looked_at(workshop, health_template):
    """Return a fresh database with the addon."""
    name = templates.clone(workshop, health_template, "command")
    yield name
    templates.discard(workshop, name)


def test_healthy_is_quiet_and_zero(workshop, looked_at):
    done = workshop.health(looked_at)
    assert done.returncode == 0
    assert done.stdout.startswith("health: pass, 0 findings")


def test_json_stands_alone_on_standard_output(workshop, looked_at):
    done = workshop.health(looked_at, "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["schema"] == "ipai-health/1"
    assert answer["source"] == "health"
    assert answer["status"] == "pass"
    assert answer["findings"] == []
    assert {"database", "modules", "assets", "views"} <= answer["durations"].keys()
    assert answer["inspected"] == len(answer["durations"])


def test_a_module_that_does_not_load_is_one_line_and_two(
    source, cluster, scratch, workshop, looked_at
):
    """The registry is what a look needs: that it is not there is no finding of ours."""
    addon = scratch / "broken" / "unloadable"
    addon.mkdir(parents=True)
    code = addon / "__init__.py"
    code.touch()
    (addon / "__manifest__.py").write_text(
        "{'name': 'Unloadable', 'license': 'LGPL-3'}"
    )
    odoo = Instance(source, cluster, scratch / "odoo", addons=(ROOT, addon.parent))
    odoo.install(looked_at, ["unloadable"])
    code.write_text("import nowhere_to_be_found\n")
    done = odoo.health(looked_at, "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        f"odoo health: the registry of database {looked_at} cannot be loaded: "
        "ModuleNotFoundError: No module named 'nowhere_to_be_found'"
    )
    code.write_text("")
    assert odoo.health(looked_at).returncode == 0


def test_one_check_alone(workshop, looked_at):
    done = workshop.health(looked_at, "--format", "json", "--check", "views")
    assert set(json.loads(done.stdout)["durations"]) == {"views"}


def _refused(done):
    assert done.returncode == 2
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if "odoo health:" in line]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_no_such_database(workshop):
    said = _refused(workshop.health("there_is_none"))
    assert "there_is_none" in said


def test_database_without_the_addon(workshop, base_template):
    said = _refused(workshop.health(base_template))
    assert "-i ipai_health" in said


def test_uninitialised_database(workshop):
    assert "never initialised" in _refused(workshop.health("postgres"))


def test_no_database_named(workshop):
    assert "-d DATABASE" in _refused(workshop.run("health"))


def test_unknown_check(workshop, looked_at):
    said = _refused(workshop.health(looked_at, "--check", "horoscope"))
    assert "views" in said


def test_postgres_away(workshop, looked_at):
    done = workshop.health(looked_at, "--db_port", "9")
    assert "cannot be reached" in _refused(done)


def test_maintenance_reaches_a_running_server(make_site):
    """Its parameters are in the cache of every worker."""
    site = make_site(name="kept")
    headers = {**site.log_in(), "Content-Type": "application/json"}
    question = {
        "jsonrpc": "2.0",
        "params": {
            "model": "ipai.health.overview",
            "method": "load",
            "args": [],
            "kwargs": {},
        },
    }

    def planned():
        _code, _headers, body = site.server.get(
            "/web/dataset/call_kw/ipai.health.overview/load",
            headers=headers,
            data=json.dumps(question).encode(),
            method="POST",
        )
        return bool(json.loads(body)["result"]["maintenance"])

    assert not planned()
    assert site.instance.health("kept", "--maintenance", "30").returncode == 0
    assert planned()
    assert site.instance.health("kept", "--maintenance", "0").returncode == 0
    assert not planned()
    assert "minutes" in _refused(site.instance.health("kept", "--maintenance", "nan"))
