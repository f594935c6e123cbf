"""What the entry point of Docker's own image gives to Odoo, and where it does not."""

import json
from pathlib import Path

import pytest

from ipai_health.gates.cli import main

GOOD = """[options]
dbfilter = ^prod$
list_db = False
admin_passwd =
"""
MOUNTS = ("./odoo.conf:/etc/odoo/odoo.conf",)


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """Give what is told of db_host for a service, and a file with ``line`` in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PGHOST", raising=False)

    def look(service, line="", image="odoo:19.0", volumes=MOUNTS):
        Path("odoo.conf").write_text(f"{GOOD}{line}\n")
        lines = [image if ": " in image else f"image: {image}", *service]
        lines.append(f"volumes: {json.dumps(volumes)}")
        text = "".join(f"    {one}\n" for one in lines)
        Path("compose.yaml").write_text(f"services:\n  odoo:\n{text}")
        assert main(["config", "--compose", "compose.yaml", "--format", "json"]) < 2
        found = json.loads(capsys.readouterr().out)["findings"]
        return [one["message"] for one in found if one["rule"] == "db-host-unexpected"]

    return look


@pytest.mark.parametrize(
    "service",
    [
        ["environment: [HOST=postgres]"],
        ["environment: [HOST=, DB_PORT_5432_TCP_ADDR=postgres]"],
        ["environment: [HOST=postgres]", "command: odoo -u base"],
        ["environment: [HOST=postgres]", "command: ['--', --workers=2]"],
        ["environment: [HOST=postgres]", "command: --db_host=elsewhere"],
        ["environment: [HOST=postgres, PGHOST=elsewhere]"],
        ["environment: ['HOST=${OF_NOBODY}']"],
        ["env_file: not-here.env"],
    ],
)
def test_quiet_where_the_entry_point_gives_the_right_host(service, told):
    assert told(service) == []


@pytest.mark.parametrize(
    ("service", "host"),
    [
        (["environment: [HOST=pg]"], "pg"),
        (["command: odoo"], "db"),
        (["environment: [HOST=pg]", "command: --db_host=postgres"], "pg"),
    ],
)
def test_tells_a_host_that_the_entry_point_gives(service, host, told):
    (line,) = told(service)
    assert f"db_host is {host}" in line
    assert "(the file is overridden by the entry point of the image)" in line


@pytest.mark.parametrize(
    ("service", "image"),
    [
        (["command: [sh, -c, odoo]"], "odoo:19.0"),
        (["entrypoint: [odoo]"], "odoo:19.0"),
        ([], "acme/odoo:19.0"),
        ([], "build: own"),
        ([], "build: copied"),
        ([], "build: joined"),
    ],
)
def test_another_entry_point_gives_nothing(service, image, told):
    Path("own").mkdir()
    Path("own/Dockerfile").write_text("FROM odoo:19.0\nCMD odoo\n")
    Path("copied").mkdir()
    Path("copied/Dockerfile").write_text("FROM odoo:19.0\nCOPY entrypoint.sh /\n")
    Path("joined").mkdir()
    joined = "FROM odoo:19.0\nHEALTHCHECK \\\n  CMD true\n  CMD \\\n  odoo\n"
    Path("joined/Dockerfile").write_text(joined)
    (line,) = told(["environment: [HOST=postgres]", *service], image=image)
    assert "entry point" not in line


def test_an_entry_point_that_is_mounted_is_another(told):
    mounts = ["./entrypoint.sh:/entrypoint.sh", "./odoo.conf:/etc/odoo/odoo.conf"]
    service = ["environment: [HOST=postgres]"]
    (line,) = told(service, volumes=mounts)
    assert "entry point" not in line


@pytest.mark.parametrize(
    "rest",
    [
        "RUN pip install x",
        "HEALTHCHECK --interval=30s \\\n    CMD curl http://localhost:8069/web/health",
        "RUN x \\\n  # by the way\n  entrypoint",
    ],
)
def test_an_image_built_on_docker_s_has_its_entry_point(rest, told):
    Path("derived").mkdir()
    Path("derived/Dockerfile").write_text(f"FROM odoo:19.0\n{rest}\n")
    assert told(["environment: [HOST=postgres]"], image="build: derived") == []


def test_the_file_wins_over_the_environment(told):
    assert told(["environment: [HOST=pg]"], "db_host = postgres") == []


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("db_host=postgres", "db_host=postgres"),
        ("db_host = pg", "pg"),
    ],
)
def test_the_entry_point_reads_the_file_by_its_blanks(line, host, told):
    (said,) = told(["environment: [HOST=postgres]"], line)
    assert f"db_host is {host}" in said
