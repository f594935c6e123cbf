"""Under which name Odoo looks for PostgreSQL, and whether anybody answers to it."""

from argparse import ArgumentParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from ipai_health.gates import compose
from ipai_health.gates.topology.stack import known_variables

LOOKED_AT = {
    "compose-host-unresolvable",
    "compose-network-not-shared",
    "compose-database-external",
    "compose-depends-on-missing",
    "compose-mount-missing",
}
CASES = yaml.safe_load(Path(__file__).with_name("compose_reaching.yaml").read_text())
"""The quiet ones first."""


@pytest.mark.parametrize("name", CASES)
def test_case(name, tmp_path, monkeypatch):
    monkeypatch.delenv("X", raising=False)
    case = CASES[name]
    composition = {
        key: case[key]
        for key in ("services", "configs", "networks", "secrets")
        if key in case
    }
    Path(tmp_path, "compose.yaml").write_text(yaml.safe_dump(composition))
    Path(tmp_path, "odoo.conf").write_text(f"[options]\n{case.get('conf', '')}\n")
    Path(tmp_path, "odoo.env").write_text("HOST=pg\n")
    Path(tmp_path, "derived").mkdir()
    Path(tmp_path, "derived/Dockerfile").write_text(
        "FROM odoo:19.0\nCOPY x /srv/copied\n"
    )
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(["-f", str(tmp_path / "compose.yaml")]))
    found = {one.rule for one in report.findings} & LOOKED_AT
    expected = case.get("expected", [])
    assert found == ({expected} if isinstance(expected, str) else set(expected))


def told(folder, rule, services):
    """Return the message of the one finding of ``rule`` about ``services``."""
    file = Path(folder, "compose.yaml")
    file.write_text(yaml.safe_dump({"services": services}))
    parser = ArgumentParser()
    compose.add_arguments(parser)
    report = compose.run(parser.parse_args(["-f", str(file)]))
    (found,) = (one for one in report.findings if one.rule == rule)
    return found.message


def test_a_database_elsewhere_is_named(tmp_path):
    odoo = {"image": "odoo:19.0", "environment": {"HOST": "pg.example.com"}}
    said = told(tmp_path, "compose-database-external", {"odoo": odoo})
    assert said.startswith("The PostgreSQL of odoo (pg.example.com) is none")


def test_what_is_taken_for_the_database_is_named(tmp_path):
    odoo = {"image": "odoo:19.0", "environment": {"HOST": "cache"}}
    services = {"odoo": odoo, "cache": {"image": "redis:7"}}
    said = told(tmp_path, "compose-host-unresolvable", services)
    assert said == "odoo looks for PostgreSQL at cache (HOST), which runs redis:7."


def test_the_database_that_is_not_waited_for_is_named(tmp_path):
    odoo = {"image": "odoo:19.0", "depends_on": ["other"]}
    server = {"image": "postgres:16"}
    services = {"odoo": odoo, "db": server, "other": server}
    said = told(tmp_path, "compose-depends-on-missing", services)
    assert said == "odoo does not depend on db."


def test_the_networks_of_both_are_named(tmp_path):
    services = {
        "odoo": {"image": "odoo:19.0", "networks": ["front"]},
        "db": {"image": "postgres:16", "networks": ["back", "vault"]},
    }
    said = told(tmp_path, "compose-network-not-shared", services)
    assert said == "odoo is on front, db on back, vault."


def test_a_dependency_that_is_not_there_is_told_once(tmp_path):
    odoo = {"image": "odoo:19.0", "depends_on": ["pg", "cache"]}
    services = {"odoo": odoo, "db": {"image": "postgres:16"}}
    said = told(tmp_path, "compose-depends-on-missing", services)
    refused = "not there, so docker compose refuses the project."
    assert said == f"odoo depends on pg, cache: {refused}"


@pytest.mark.parametrize(
    ("port", "where"),
    [
        ("5432:5432", "5432 on every address of the host"),
        ("0.0.0.0:15432:5432", "15432 on every address of the host"),
        ("[::]:5432:5432", "5432 on every address of the host"),
        ("5432", "a free port on every address of the host"),
        ("10.0.0.5:5432:5432", "5432 on 10.0.0.5"),
    ],
)
def test_where_the_database_is_published_is_said(tmp_path, port, where):
    db = {"image": "postgres:16", "ports": ["127.0.0.1:5433:5432", port]}
    assert told(tmp_path, "compose-db-port-public", {"db": db}) == (
        f"db publishes {where}."
    )


def test_only_what_the_files_tell_of_the_environment_is_known():
    odoo = SimpleNamespace(variables={"A": "a", "B": None, "C": "${GONE}"})
    assert known_variables(odoo) == {"A": "a"}
