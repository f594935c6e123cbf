"""The containers gate over what docker prints, in each of its shapes."""

from __future__ import annotations

import argparse
import io
import json
from typing import Any

import pytest

from ipai_health.core.report import Report
from ipai_health.gates import containers
from ipai_health.gates.cli import main
from ipai_health.gates.containers import docker as program
from ipai_health.gates.errors import CannotLook


def listed(name: str, image: str = "odoo:19.0", **more: str) -> dict[str, str]:
    """Return one line of ``docker ps --format json``."""
    line = {
        "ID": "0f9c1a",
        "Names": name,
        "Image": image,
        "State": "running",
        "Status": "Up 2 hours (healthy)",
        "Labels": "com.docker.compose.project=erp,com.docker.compose.oneoff=False",
        "Networks": "erp_odoo_backend",
    }
    return {**line, **more}


def inspected(
    name: str,
    image: str,
    aliases: list[str],
    network: str = "erp_odoo_backend",
    **state: Any,
) -> dict[str, Any]:
    """Return one object of ``docker inspect``."""
    health = {"Health": {"Status": "healthy", "FailingStreak": 0}}
    return {
        "Name": f"/{name}",
        "State": {"Status": "running", "Running": True, **health, **state},
        "Config": {
            "Image": image,
            "Labels": {"com.docker.compose.service": aliases[0] if aliases else ""},
        },
        "NetworkSettings": {"Networks": {network: {"Aliases": aliases}}},
    }


def network(*names: str) -> list[dict[str, Any]]:
    """Return what ``docker network inspect odoo_backend`` prints."""
    attached = {str(number): {"Name": name} for number, name in enumerate(names)}
    return [{"Name": "odoo_backend", "Driver": "bridge", "Containers": attached}]


ODOO = inspected("odoo-ce", "odoo:19.0", ["odoo", "0f9c1a"])
DB = inspected("odoo-postgres", "postgres:17", ["db", "postgres"])


@pytest.fixture
def look(tmp_path):
    """Give a function that looks at files with the given content."""

    def write(name: str, content: object) -> str:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def run(ps: object = None, net: object = None, *arguments: str) -> Report:
        words = [*arguments]
        words += ["--ps", write("ps.json", ps)] if ps is not None else []
        words += ["--network", write("net.json", net)] if net is not None else []
        parser = argparse.ArgumentParser()
        containers.add_arguments(parser)
        return containers.run(parser.parse_args(words))

    return run


def told(report: Report) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.subject, report.severity(one))
        for one in report.sorted_findings()
    ]


def lines(*entries: dict[str, Any]) -> str:
    return "\n".join(map(json.dumps, entries)) + "\n"


HEALTHY = [
    lines(listed("odoo-ce"), listed("odoo-postgres", "postgres:17")),
    [listed("odoo-ce"), listed("odoo-postgres", "postgres:17")],
    lines(
        {"Name": "erp-odoo-1", "Service": "odoo", "State": "running", "Health": ""},
        {"Name": "erp-db-1", "Service": "db", "State": "running", "Health": "healthy"},
    ),
    [ODOO, DB],
    lines(ODOO, DB),
]


@pytest.mark.parametrize("ps", HEALTHY)
def test_quiet_when_all_run_and_are_healthy(look, ps):
    report = look(ps)
    assert told(report) == []
    assert report.inspected == 2


def test_quiet_on_neighbours(look):
    without_check = listed("odoo-ce", Status="Up 2 hours")
    one_off = listed(
        "odoo-run-1", State="exited", Labels="com.docker.compose.oneoff=True"
    )
    assert told(look(lines(without_check, one_off))) == []
    others_ill = [ODOO, DB, inspected("blog", "ghost", [], Status="exited")]
    assert told(look(others_ill, None, "--service", "odoo-ce", "--service", "db")) == []


@pytest.mark.parametrize("state", ["exited", "dead", "created", "paused", "restarting"])
def test_a_container_that_does_not_run(look, state):
    wanted = [("container-not-running", "odoo-ce", "critical")]
    assert told(look(lines(listed("odoo-ce", State=state, Status="x")))) == wanted
    stopped = inspected("odoo-ce", "odoo:19.0", ["odoo"], Status=state)
    assert told(look([stopped, DB])) == wanted


def test_a_container_that_is_not_healthy(look):
    status = "Up 2 hours (unhealthy)"
    ill = [("container-unhealthy", "odoo-ce", "critical")]
    assert told(look(lines(listed("odoo-ce", Status=status)))) == ill
    health = {"Health": {"Status": "unhealthy"}}
    assert told(look([inspected("odoo-ce", "odoo", [], **health), DB])) == ill
    status = "Up 3 seconds (health: starting)"
    starting = [("container-unhealthy", "odoo-ce", "warning")]
    assert told(look(lines(listed("odoo-ce", Status=status)))) == starting


def test_a_named_service_that_is_not_there(look):
    assert told(look([ODOO, DB], None, "--service", "odoo", "--service", "web")) == [
        ("container-not-running", "web", "critical")
    ]
    assert told(look([], None, "--service", "odoo")) == [
        ("container-not-running", "odoo", "critical")
    ]


@pytest.mark.parametrize("option", ["--ps", "--network"])
def test_nothing_at_all_is_no_pass(tmp_path, capsys, option):
    path = tmp_path / "file"
    path.write_text("[]")
    assert main(["containers", option, str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


DONE = {"State": "exited", "Status": "Exited (0) 2 hours ago"}
ONE_SHOTS = [
    listed("hello", "hello-world", **DONE),
    listed("migrate", "acme/migrate:1", **DONE),
    listed("blog", "ghost:5", State="exited", Status="Exited (1) 2 hours ago"),
    listed(
        "odoo-mailer-1",
        "acme/mailer:1",
        Labels="com.docker.compose.project=odoo,com.docker.compose.service=mailer",
        **DONE,
    ),
    {"Name": "odoo_seed_1", "Service": "seed", "State": "exited", "ExitCode": 0},
]


@pytest.mark.parametrize("other", ONE_SHOTS)
def test_quiet_on_what_is_neither_odoo_nor_its_database(look, other):
    report = look(lines(listed("odoo-ce"), other))
    assert told(report) == []
    assert report.inspected == 1


INIT = ["odoo", "-i", "base", "--stop-after-init"]


def initialised(code: int, arguments: list[str]) -> dict[str, Any]:
    """Return an Odoo that has ended, as ``docker inspect`` tells it."""
    ended = inspected("init", "odoo:19.0", ["init"], Status="exited", ExitCode=code)
    return {**ended, "Args": arguments}


def test_an_odoo_that_was_to_end_may_have_ended_well(look):
    command = {"Command": " ".join(INIT)}
    assert told(look([ODOO, DB, initialised(0, INIT)])) == []
    assert told(look(lines(listed("odoo-ce"), listed("init", **command, **DONE)))) == []
    composed = {"Name": "erp-init-1", "Service": "init", "Image": "odoo:19.0"}
    composed |= {"State": "exited", "ExitCode": 0, **command}
    assert told(look(lines(listed("odoo-ce"), composed))) == []


@pytest.mark.parametrize(("code", "arguments"), [(1, INIT), (0, ["odoo"])])
def test_any_other_end_of_an_odoo_is_told(look, code, arguments):
    ended = [("container-not-running", "init", "critical")]
    assert told(look([ODOO, DB, initialised(code, arguments)])) == ended
    named = look([ODOO, DB, initialised(0, INIT)], None, "--service", "init")
    assert told(named) == ended


def test_a_container_called_odoo_has_to_run_whatever_its_image(look):
    stopped = [("container-not-running", "odoo-ce", "critical")]
    label = "com.docker.compose.project=erp,com.docker.compose.service=web"
    named = listed("odoo-ce", "acme/erp:1", Labels=label, **DONE)
    assert told(look(lines(named))) == stopped


def test_one_that_is_named_has_to_run(look):
    asked = look(lines(listed("odoo-ce"), ONE_SHOTS[1]), None, "--service", "migrate")
    assert told(asked) == [("container-not-running", "migrate", "critical")]


def test_of_a_network_alone_no_container_is_asked(look):
    there = network("odoo-ce", "postgres")
    assert told(look(None, there, "--service", "odoo")) == []


def test_a_file_without_odoo_is_no_pass(look):
    with pytest.raises(CannotLook, match="name them with --service"):
        look(lines(*ONE_SHOTS))


MISSING = [("network-alias-missing", "postgres", "critical")]


def test_the_alias_on_the_network(look):
    other_alias = inspected("erp-db-1", "postgres:17", ["db"])
    assert told(look([ODOO, other_alias])) == MISSING
    assert told(look([ODOO, other_alias], None, "--alias", "db")) == []
    assert told(look([ODOO, other_alias], None, "--alias", "")) == []
    elsewhere = inspected("pg", "postgres:17", ["postgres"], network="other")
    assert told(look([ODOO, elsewhere])) == MISSING
    called_so = inspected("postgres", "postgres:17", [])
    assert told(look([ODOO, called_so])) == []
    assert told(look(None, [ODOO, other_alias])) == MISSING


def test_an_alias_asked_for_that_cannot_be_seen_is_no_pass(look):
    plain = lines(listed("odoo"), listed("odoo-db-1"))
    assert not look(plain).blind
    assert not look(plain, None, "--alias", "").blind
    (reason,) = look(plain, None, "--alias", "postgres").blind
    assert "such as postgres" in reason
    assert not look([ODOO, DB], None, "--alias", "postgres").blind
    assert not look(plain, network("redis"), "--alias", "postgres").blind


def test_the_alias_as_far_as_network_inspect_tells(look):
    assert told(look(None, network("odoo-ce", "odoo-postgres"))) == []
    assert told(look(None, network("odoo-ce", "postgres"))) == []
    assert told(look(None, network("odoo-ce", "redis"))) == MISSING
    assert told(look(None, network())) == MISSING
    plain = lines(listed("odoo-ce"))
    assert told(look(plain, network("odoo-ce", "redis"))) == MISSING
    assert told(look([ODOO, DB], network("odoo-ce", "erp-db-1"))) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"\0\1",
        b"CONTAINER ID   IMAGE",
        b"[1]",
        b"{}",
        b"[" * 9999,
        b"\xff",
    ],
)
@pytest.mark.parametrize("option", ["--ps", "--network"])
def test_what_docker_never_printed_is_one_line(tmp_path, capsys, content, option):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert main(["containers", option, str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_without_docker_it_says_so(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["containers"]) == 2
    assert "docker is not here" in capsys.readouterr().err


@pytest.fixture
def docker(tmp_path, monkeypatch):
    """Put a docker on the PATH that prints what it is told to."""

    def install(inspect: object) -> None:
        (tmp_path / "inspect.json").write_text(json.dumps(inspect))
        program = tmp_path / "docker"
        program.write_text(
            f'#!/bin/sh\ncase "$1" in ps) echo 1;; '
            f'inspect) cat "{tmp_path}/inspect.json";; esac\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return install


def test_asks_docker_about_what_serves_odoo(docker, look):
    docker([ODOO, DB, inspected("blog", "ghost", [], Status="exited")])
    report = look()
    assert told(report) == []
    assert report.inspected == 2
    assert told(look(None, None, "--service", "blog")) == [
        ("container-not-running", "blog", "critical"),
    ]
    docker([inspected("blog", "ghost", [])])
    assert main(["containers"]) == 2
    left = inspected("odoo-run-1", "odoo:19.0", ["odoo"], Status="exited")
    left["Config"]["Labels"]["com.docker.compose.oneoff"] = "True"
    docker([ODOO, DB, left])
    assert told(look()) == []


@pytest.fixture
def failing_docker(tmp_path, monkeypatch):
    """Give a function that puts a program named docker on the path."""

    def make(script: str) -> None:
        program = tmp_path / "docker"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return make


def test_a_docker_that_fails_says_why_in_its_last_line(failing_docker, capsys):
    failing_docker(
        "echo 'a warning' >&2; echo 'Cannot connect to the daemon' >&2; exit 1"
    )
    assert main(["containers"]) == 2
    said = capsys.readouterr().err
    assert said.endswith(": Cannot connect to the daemon\n")
    assert "warning" not in said


def test_a_docker_that_fails_without_a_word_is_told_as_well(failing_docker, capsys):
    failing_docker("exit 3")
    assert main(["containers"]) == 2
    assert capsys.readouterr().err.endswith(": failed\n")


def test_stock_images_are_found_without_telling_names(docker, look):
    docker([inspected("erp", "odoo:19.0", []), inspected("store", "postgres:17", [])])
    assert look().inspected == 2


def test_what_cannot_be_read_is_called_by_its_name(look, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{")))
    assert main(["containers", "--ps", "-"]) == 2
    assert "standard input" in capsys.readouterr().err
    with pytest.raises(CannotLook, match=r"ps\.json"):
        look("{")


def test_a_docker_without_an_answer_is_told(failing_docker):
    failing_docker("exec sleep 5")
    with pytest.raises(CannotLook, match=r"^docker network: no answer within 0\.1 s$"):
        program.ask("network", "inspect", timeout=0.1)
