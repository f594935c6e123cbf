"""Which containers are judged, whoever lists them: podman too, and cut commands."""

import argparse
import json

import pytest

from ipai_health.gates import containers
from ipai_health.gates.errors import CannotLook

ODOO = {"Names": "erp-odoo-1", "Image": "odoo:19.0", "State": "running"}
DB = {"Names": "erp-db-1", "Image": "postgres:17", "State": "running"}
EXITED = {"State": "exited", "Status": "Exited (0) 2 hours ago"}


@pytest.fixture
def told(tmp_path):
    """Give the rules and subjects told of what a program listed."""

    def look(*entries):
        file = tmp_path / "ps.json"
        file.write_text(json.dumps(entries))
        parser = argparse.ArgumentParser()
        containers.add_arguments(parser)
        options = parser.parse_args(["--ps", str(file), "--alias", ""])
        return [(one.rule, one.subject) for one in containers.run(options).findings]

    return look


BESIDE = [
    ("erp-pg-backup-1", "prodrigestivill/postgres-backup-local:16"),
    ("postgres-exporter", "quay.io/prometheuscommunity/postgres-exporter:v0.15"),
    ("db-backup", "postgres:17"),
    ("postgrest", "postgrest/postgrest:v12"),
    ("erp-db-upgrade", "tianon/postgres-upgrade:15-to-16"),
    ("odoo-redis", "redis:7"),
    ("db", "mysql:8"),
    ("odoo-pdf", "acme/wkhtmltopdf:0.12"),
    ("mcp-odoo", "acme/mcp-odoo:1"),
    ("erp-dbdump", "postgres:17"),
]


@pytest.mark.parametrize(("name", "image"), BESIDE)
def test_quiet_about_what_is_beside_odoo_and_its_database(name, image, told):
    beside = {"Names": name, "Image": image, **EXITED}
    assert told(ODOO, DB, beside) == []
    with pytest.raises(CannotLook, match="no container looks like Odoo or PostgreSQL"):
        told(beside)


@pytest.mark.parametrize(
    ("name", "image"),
    [
        ("erp-db-2", "postgres:17"),
        ("postgres", "registry.example.com/acme-tools/postgres:17"),
        ("odoo", "ubuntu:24.04"),
        ("erp", "acme-whatsapp/odoo:19.0"),
        ("odoo-a", "acme/odoo-ubuntu:19.0"),
        ("erp-db", "acme/postgres-debian:17"),
        ("odoo-b", "acme/odoo-cambridge:19.0"),
        ("odoo-c", "acme/consulting-odoo:19.0"),
        ("odoo", "acme/odoo-wkhtmltopdf:19.0"),
        ("odoo-ce", "acme/odoo-wkhtmltopdf:19.0"),
        ("db", "pgautoupgrade/pgautoupgrade:16-alpine"),
        ("erp-pg", "pgautoupgrade/pgautoupgrade:16-alpine"),
        ("postgres", "acme/postgres-tools:17"),
    ],
)
def test_odoo_and_its_database_have_to_run(name, image, told):
    ended = {"Names": name, "Image": image, **EXITED}
    assert told(ODOO, DB, ended) == [("container-not-running", name)]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("odoo-migrate", '"/entrypoint.sh odoo\u2026"'),
        ("odoo-init", '"/entrypoint.sh odoo\u2026"'),
        ("odoo-update", None),
        ("odoo-cron", '"odoo -u all --stop-after-init"'),
    ],
)
def test_what_was_to_end_may_have_ended_well(name, command, told):
    ended = {"Names": name, "Image": "odoo:19.0", "Command": command, **EXITED}
    assert told(ODOO, ended) == []
    failed = {**ended, "Status": "Exited (1) 2 hours ago"}
    assert told(ODOO, failed) == [("container-not-running", name)]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("odoo-cron", '"/entrypoint.sh odoo\u2026"'),
        ("odoo-init", '"odoo -d prod"'),
        ("odoo", None),
    ],
)
def test_what_was_to_run_on_has_not_ended_well(name, command, told):
    ended = {"Names": name, "Image": "odoo:19.0", "Command": command, **EXITED}
    assert told(ODOO, ended) == [("container-not-running", name)]


def podman(name, image, **more):
    """Return an entry as ``podman ps --format json`` has it."""
    labels = {"io.podman.compose.project": "erp"}
    entry = {"Names": [name], "Image": image, "Command": ["x"], "Labels": labels}
    return {**entry, "State": "running", "Status": "Up 2 hours (healthy)", **more}


def test_podman_lists_names_and_they_are_told_as_such(told):
    odoo = podman("odoo", "docker.io/library/odoo:19.0")
    db = podman("db", "docker.io/library/postgres:17")
    assert told(odoo, db) == []
    assert told(odoo, {**db, "State": "exited"}) == [("container-not-running", "db")]


@pytest.mark.parametrize("key", ["Health", "Healthcheck"])
def test_the_health_that_inspect_prints_is_read_under_either_key(key, told):
    def inspected(health):
        return {
            "Name": "odoo",
            "State": {"Status": "running", key: {"Status": health}},
            "Config": {"Image": "docker.io/library/odoo:19.0", "Labels": None},
            "NetworkSettings": {"Networks": {}},
        }

    assert told(inspected("healthy")) == []
    assert told(inspected("unhealthy")) == [("container-unhealthy", "odoo")]


def test_the_network_that_podman_inspects_is_read(tmp_path):
    attached = {"1": {"name": "erp_odoo_1"}, "2": {"name": "erp-postgres"}}
    network = {"name": "erp", "driver": "bridge", "containers": attached}
    file = tmp_path / "net.json"
    file.write_text(json.dumps([network]))
    parser = argparse.ArgumentParser()
    containers.add_arguments(parser)

    def found(alias):
        options = parser.parse_args(["--network", str(file), "--alias", alias])
        return [one.rule for one in containers.run(options).findings]

    assert found("postgres") == []
    assert found("pg") == ["network-alias-missing"]


@pytest.mark.parametrize(
    "name", ["initech-odoo", "installations-odoo", "odoo-seedling"]
)
def test_a_name_that_only_begins_like_a_task_is_none(name, told):
    command = '"/entrypoint.sh odoo\u2026"'
    ended = {"Names": name, "Image": "odoo:19", "Command": command, **EXITED}
    assert told(ODOO, ended) == [("container-not-running", name)]
