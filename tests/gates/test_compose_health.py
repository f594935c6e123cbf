"""What is said of a service without a health check."""

from argparse import ArgumentParser

import pytest
import yaml

from ipai_health.gates import compose
from ipai_health.gates.topology import health


@pytest.mark.parametrize(
    ("condition", "stuck"), [("service_healthy", True), ("service_started", False)]
)
def test_whoever_waits_for_health_that_nobody_checks_is_named(
    tmp_path, condition, stuck
):
    services = {
        "db": {"image": "postgres:16"},
        "odoo": {
            "image": "odoo:19.0",
            "environment": {"HOST": "db"},
            "depends_on": {"db": {"condition": condition}},
            "healthcheck": {"test": "curl -f http://localhost:8069/"},
        },
    }
    file = tmp_path / "compose.yaml"
    file.write_text(yaml.safe_dump({"services": services}))
    parser = ArgumentParser()
    compose.add_arguments(parser)
    (found,) = compose.run(parser.parse_args(["-f", str(file)])).findings
    assert (found.rule, found.subject) == ("compose-healthcheck-missing", "db")
    assert ("odoo waits for one and never starts" in found.message) == stuck


@pytest.mark.parametrize(
    ("line", "checked"),
    [
        ("HEALTHCHECK CMD curl -f http://localhost:8069/", True),
        ("HEALTHCHECK  --interval=5s CMD true", True),
        ("HEALTHCHECK NONE", False),
        ("HEALTHCHECK  NONE", False),
    ],
)
def test_a_health_check_of_the_dockerfile_is_one_unless_it_is_none(line, checked):
    assert bool(health._IN_IMAGE.search(f"FROM odoo:19.0\n  {line}\n")) is checked


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Give the rules told about an Odoo behind a proxy, started as ``given``."""
    monkeypatch.chdir(tmp_path)

    def look(conf, **given):
        (tmp_path / "odoo.conf").write_text(f"[options]\n{conf}\n")
        odoo = {
            "image": "odoo:19.0",
            "depends_on": ["db"],
            "volumes": ["./odoo.conf:/etc/odoo/odoo.conf"],
        }
        db = {"image": "postgres:16", "healthcheck": {"test": "pg_isready"}}
        services = {"db": db, "odoo": {**odoo, **given}, "web": {"image": "nginx:1.27"}}
        file = tmp_path / "compose.yaml"
        file.write_text(yaml.safe_dump({"services": services}))
        parser = ArgumentParser()
        compose.add_arguments(parser)
        report = compose.run(parser.parse_args(["-f", str(file)]))
        return sorted(one.rule for one in report.findings)

    return look


@pytest.mark.parametrize(
    ("conf", "command"),
    [
        ("", ["odoo", "--no-http", "--max-cron-threads=2"]),
        ("", ["--no-xmlrpc"]),
        ("http_enable = False", ["odoo"]),
    ],
)
def test_an_odoo_without_pages_needs_no_look_at_them(conf, command, told):
    assert told(conf, command=command) == []


@pytest.mark.parametrize("conf", ["", "http_enable = True"])
def test_an_odoo_with_pages_is_looked_at(conf, told):
    expected = ["compose-healthcheck-missing", "proxy-mode-off"]
    assert told(conf, command=["odoo", "--max-cron-threads=2"]) == expected
