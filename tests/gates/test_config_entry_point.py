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


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("db_host = pg", "pg"),
        ("db_host=pg", "pg"),
        ("db_host\t=\tpg", "pg"),
        ("db_host: postgres", "elsewhere"),
        ("; db_host = postgres", "elsewhere"),
    ],
)
def test_the_file_wins_over_the_environment(line, host, told):
    assert told(["environment: [HOST=pg]"], "db_host = postgres") == []
    assert told(["environment: [HOST=pg]"], "db_host=postgres") == []
    (said,) = told(["environment: [HOST=elsewhere]"], line)
    assert f"db_host is {host}" in said


@pytest.mark.parametrize("host", ["postgres", "pg"])
@pytest.mark.parametrize(
    ("other", "line"),
    [
        ("environment: [PGHOST={}]", ""),
        ("environment: [PGHOST={}]", "db_host = {}"),
        ("command: odoo --db_host={}", "db_host = {}"),
        ("command: odoo -c /srv/own.conf", "db_host = {}"),
    ],
)
def test_nobody_can_tell_where_images_of_one_tag_differ(other, line, host, told):
    given = {"postgres": "pg", "pg": "postgres"}[host]
    service = [other.format(given)]
    volumes = (*MOUNTS, "./odoo.conf:/srv/own.conf")
    assert told(service, line.format(host), volumes=volumes) == []


@pytest.mark.parametrize(
    ("service", "line"),
    [
        (["environment: [HOST=pg, PGHOST=pg]"], ""),
        (["environment: [PGHOST=pg]"], "db_host = pg"),
        (["command: odoo --db_host=pg"], "db_host = pg"),
        (["command: odoo -c /etc/odoo/odoo.conf"], "db_host = pg"),
    ],
)
def test_tells_a_host_in_which_images_of_one_tag_agree(service, line, told):
    (said,) = told(service, line)
    assert "db_host is pg" in said


def test_a_variable_of_the_command_line_counts_as_one_of_the_composition(judged):
    odoo = "environment: [HOST=postgres]"
    assert "db_host is" in judged(odoo, "--db-host", "pg")[1]
    assert judged(odoo, "--db-host", "pg", "--env", "PGHOST=pg")[:2] == (0, "")


@pytest.mark.parametrize(
    ("line", "quiet"),
    [
        ("ENV HOST=pg", True),
        ("ENV LANG=C.UTF-8 \\\n  HOST=pg", True),
        ("ENV PGHOST pg", True),
        ("ENV DB_NAME=prod\nRUN HOST=pg x", False),
    ],
)
def test_what_the_dockerfile_sets_may_be_given(line, quiet, told):
    Path("derived").mkdir()
    Path("derived/Dockerfile").write_text(f"FROM odoo:19.0\n{line}\n")
    assert (told(["command: odoo"], image="build: derived") == []) == quiet


@pytest.fixture
def judged(tmp_path, monkeypatch, capsys):
    """Give exit code, what is told of options, and the errors for a composition."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odoo.conf").write_text(GOOD)

    def look(odoo, *more):
        text = f"services: {{odoo: {{image: 'odoo:19.0', {odoo}}}}}\n"
        (tmp_path / "compose.yaml").write_text(text)
        code = main(["config", "--compose", "compose.yaml", "odoo.conf", *more])
        said = capsys.readouterr()
        lines = [line for line in said.out.splitlines() if "db_" in line]
        return code, " ".join(lines), said.err

    return look


@pytest.mark.parametrize("port", ["5432", "${PORT_OF_NOBODY}", "", " 5433 "])
def test_quiet_about_a_port_that_odoo_takes(port, judged):
    code, said, _ = judged(f"environment: {{HOST: postgres, PORT: '{port}'}}")
    assert (code, said) == (0, "")


@pytest.mark.parametrize("port", ["abc", "5432/tcp", "54.32"])
def test_tells_a_port_that_odoo_refuses(port, judged):
    code, said, _ = judged(f"environment: {{HOST: postgres, PORT: '{port}'}}")
    assert code == 1
    assert f"db_port has to be a whole number: PORT is {port}." in said


def test_an_unused_port_that_odoo_would_refuse_is_not_told(judged):
    odoo = "environment: {HOST: postgres, PORT: abc}, entrypoint: [odoo]"
    assert "db_port" not in judged(odoo)[1]


def test_a_service_whose_base_is_not_here_could_not_be_looked_at(judged):
    code, said, error = judged("extends: {service: base, file: gone.yaml}")
    assert (code, said) == (2, "")
    assert "compose.yaml: odoo extends gone.yaml: no such file" in error


def test_quiet_about_a_host_that_a_base_elsewhere_may_set(judged):
    base = "extends: {service: base, file: '${BASE}/common.yaml'}"
    assert judged(base)[:2] == (0, "")
    code, said, _ = judged(f"{base}, environment: [HOST=pg]")
    assert code == 1
    assert "db_host is pg" in said
