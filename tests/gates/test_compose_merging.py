"""Files are merged exactly as the real docker compose merges them."""

import json
import os
import subprocess

import pytest
from compose_corpus import DECORATIONS, right, wrong
from sandbox import docker_compose

from ipai_health.gates.composition import project
from ipai_health.gates.composition.service import Service

pytestmark = pytest.mark.live

STARTED = "service_started"
VARIABLES = {
    "POSTGRES_PASSWORD": "a",
    "DB_PASSWORD": "b",
    "PGPASSWORD": "c",
    "CLAVE": "d",
    "REDIS_PASSWORD": "e",
}
"""Set, so that docker compose fills in what we would leave open."""


@pytest.fixture(scope="module")
def program():
    """Return the real docker-compose."""
    return docker_compose.find()


def _samples():
    samples = [one for one in right() if one.name.endswith("-0")]
    return samples + [one for one in wrong() if "undeclared" not in str(one.expected)]


def _theirs(program, sample, folder):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **VARIABLES}
    command = [program, *sample.arguments, "--profile", "*", "config"]
    done = subprocess.run(
        [*command, "--format", "json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(done.stdout) if not done.returncode else None


def test_the_same_model_as_docker_compose(program, tmp_path):
    compared = 0
    for number, sample in enumerate(_samples()):
        folder = tmp_path / str(number)
        sample.write(folder)
        theirs = _theirs(program, sample, folder)
        if theirs is None:
            continue  # a mutation that docker compose refuses altogether
        files = [folder / name for name in sample.arguments[1::2]]
        ours = project.load(files, {"HOME": str(folder), **VARIABLES})
        assert set(ours.services) == set(theirs["services"]), sample.name
        for name, service in theirs["services"].items():
            assert _ours(Service(name, ours)) == _reduced(service), (sample.name, name)
            compared += 1
    assert compared >= 150
    assert DECORATIONS


def _ours(service):
    values = service.values
    return {
        "image": values.get("image"),
        "environment": _texts(service.variables),
        "networks": {name: sorted(one) for name, one in service.networks.items()},
        "network_mode": values.get("network_mode"),
        "depends_on": {
            name: service.mapping("depends_on").get(name, {}).get("condition", STARTED)
            for name in service.dependencies
        },
        "ports": sorted(map(_port, service.ports)),
        "volumes": sorted(map(_volume, service.mounts)),
        "command": [str(one) for one in service.listed("command")],
        "entrypoint": [str(one) for one in service.listed("entrypoint")],
        "healthcheck": _check(service.mapping("healthcheck")),
        "profiles": values.get("profiles") or [],
        "labels": set(service.mapping("labels")),
        "build": service.build.get("context"),
    }


def _reduced(theirs):
    """Return docker compose's service by the keys that are compared."""
    networks = theirs.get("networks") or {}
    return {
        "image": theirs.get("image"),
        "environment": _texts(theirs.get("environment") or {}),
        "networks": {
            name: sorted((entry or {}).get("aliases") or [])
            for name, entry in networks.items()
        },
        "network_mode": theirs.get("network_mode"),
        "depends_on": {
            name: entry["condition"]
            for name, entry in (theirs.get("depends_on") or {}).items()
        },
        "ports": sorted(map(_port, theirs.get("ports") or [])),
        "volumes": sorted(map(_volume, theirs.get("volumes") or [])),
        "command": [_plain(one) for one in theirs.get("command") or []],
        "entrypoint": [_plain(one) for one in theirs.get("entrypoint") or []],
        "healthcheck": _check(theirs.get("healthcheck") or {}),
        "profiles": theirs.get("profiles") or [],
        "labels": set(theirs.get("labels") or {}),
        "build": (theirs.get("build") or {}).get("context"),
    }


def _texts(environment):
    return {
        name: None if value is None else _plain(value)
        for name, value in environment.items()
    }


def _plain(value):
    """Return the text without docker compose's doubling of dollars."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace("$$", "$")


def _port(port):
    keys = ("host_ip", "target", "published", "protocol")
    return tuple(str(port.get(key, "")) for key in keys)


def _volume(volume):
    keys = ("type", "source", "target")
    parts = (str(volume.get(key, "")).rstrip("/") for key in keys)
    return (*parts, bool(volume.get("read_only")))


def _check(check):
    test = [_plain(one) for one in check.get("test") or []]
    disabled = bool(check.get("disable")) or test == ["NONE"]
    return ["NONE"] if disabled else test
