"""docker/: our own gates over our own files, and each file by the nearest real tool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from sandbox import docker_compose

from ipai_health.core.web.links import matching
from ipai_health.gates.cli import main
from ipai_health.gates.commands import COMMANDS

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
SHELL_SCRIPTS = [
    *DOCKER.rglob("*.sh"),
    *(ROOT / "scripts").glob("*.sh"),
    *(ROOT / "scripts/aiux").glob("*.sh"),
]


@pytest.mark.parametrize(
    "words",
    [
        ["config", "docker/odoo.conf"],
        ["compose", "-f", "docker/compose.yaml", "--conf", "docker/odoo.conf"],
        ["modules", "--addons-path", ".", "--require", "ipai_health"],
    ],
)
def test_our_own_gates_find_nothing(monkeypatch, capsys, words):
    monkeypatch.chdir(ROOT)
    code = main([*words, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert code == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("odoo.conf", "db_host = postgres", "db_host = db", "db-host-unexpected"),
        ("odoo.conf", "db_name = False", "db_name = erp", "db-name-pinned"),
        ("odoo.conf", "\ndbfilter = ", "\n; ", "dbfilter-missing"),
        ("odoo.conf", "list_db = False", "list_db = True", "list-db-open"),
        ("odoo.conf", "log_level = info", "log_level = debug", "log-level-unexpected"),
        ("compose.yaml", "aliases: [postgres]", "aliases: [pg]", None),
        ("compose.yaml", "networks: [odoo_backend, odoo_frontend]", "", None),
    ],
)
def test_every_mutation_of_an_invariant_is_found(
    tmp_path, monkeypatch, capsys, file, old, new, rule
):
    for name in ("odoo.conf", "compose.yaml"):
        text = (DOCKER / name).read_text()
        changed = text.replace(old, new) if name == file else text
        (tmp_path / name).write_text(changed)
    monkeypatch.chdir(tmp_path)
    gate = "config" if file == "odoo.conf" else "compose"
    words = ["odoo.conf"] if gate == "config" else ["-f", file, "--conf", "odoo.conf"]
    assert main([gate, *words, "--format", "json"]) == 1
    rules = {one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]}
    if rule:
        assert rule in rules


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_shell_scripts_parse_and_can_be_executed(script):
    interpreter = script.read_text().splitlines()[0].removeprefix("#!")
    subprocess.run([*interpreter.split(), "-n", script], check=True)
    assert script.stat().st_mode & 0o111


def test_nginx_accepts_its_configuration(tmp_path):
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert nginx, "nginx is missing, see requirements/debian.txt"
    text = (DOCKER / "nginx/nginx.conf").read_text()
    text = text.replace("/etc/nginx/upstreams", str(tmp_path))
    text = text.replace("listen 8080", "listen 127.0.0.1:8080")
    for name in ("odoo", "websocket"):
        (tmp_path / f"{name}.conf").write_text("server 127.0.0.1:8069;\n")
    path = tmp_path / "nginx.conf"
    path.write_text(text)
    done = subprocess.run(
        [nginx, "-t", "-c", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_systemd_accepts_the_unit(tmp_path):
    verify = shutil.which("systemd-analyze")
    assert verify, "systemd-analyze is missing"
    unit = tmp_path / "odoo.service"
    text = (DOCKER / "systemd/odoo.service").read_text()
    unit.write_text(
        text.replace(
            "/usr/local/lib/ipai-health/odoo-watchdog",
            str(DOCKER / "systemd/odoo-watchdog"),
        )
    )
    done = subprocess.run(
        [verify, "verify", unit], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "odoo.service" not in done.stderr


def test_traefik_fails_over_from_the_healthy_to_the_ready():
    services = yaml.safe_load((DOCKER / "traefik/odoo.yaml").read_text())["http"][
        "services"
    ]
    assert services["odoo"] == {"failover": {"service": "healthy", "fallback": "ready"}}
    paths = {
        name: services[name]["loadBalancer"]["healthCheck"]["path"]
        for name in ("healthy", "ready")
    }
    assert paths == {"healthy": "/ipai/health", "ready": "/ipai/health/ready"}
    check = services["healthy"]["loadBalancer"]["healthCheck"]
    # where the interval is no longer than the timeout Traefik takes another one
    assert 2000 < int(check["timeout"].removesuffix("ms")) < 3000
    assert check["interval"] == "3s"


def test_websockets_are_judged_by_the_process_that_serves_them():
    text = (DOCKER / "haproxy/haproxy.cfg").read_text()
    backend = text.split("\nbackend websocket\n")[1].split("\nfrontend")[0]
    (line,) = re.findall(r"^    server-template .*$", backend, re.MULTILINE)
    assert "odoo:8072 check " in line
    assert " port " not in line
    services = yaml.safe_load((DOCKER / "traefik/odoo.yaml").read_text())["http"][
        "services"
    ]
    websocket = services["websocket"]["loadBalancer"]
    assert all(one["url"].endswith(":8072") for one in websocket["servers"])
    assert "port" not in websocket["healthCheck"]


def test_docker_compose_accepts_the_composition(tmp_path):
    for name in ("postgres_password", "health_token"):
        (tmp_path / "secrets").mkdir(exist_ok=True)
        (tmp_path / "secrets" / name).write_text("of this test")
    shutil.copy(DOCKER / "compose.yaml", tmp_path)
    words = ["-f", tmp_path / "compose.yaml", "--profile", "sidecar", "config"]
    done = subprocess.run(
        [docker_compose.find(), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(yaml.safe_load(done.stdout)["services"]) == {
        *("db", "odoo", "proxy", "health"),
    }


def test_the_workflow_runs_commands_that_there_are():
    workflow = yaml.safe_load((DOCKER / "ci/workflow.yml").read_text())
    runs = [
        step["run"]
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    named = {word for run in runs for word in re.findall(r"ipai-health (\w+)", run)}
    assert {"config", "compose", "modules", "assets"} <= named <= set(COMMANDS)


def test_the_workflow_needs_nothing_of_this_repository_and_can_check_out():
    text = (DOCKER / "ci/workflow.yml").read_text()
    assert not re.search(r"\b(docker|scripts)/|MODULES: ipai_health|install \.", text)
    # odoo:19.0 runs as a user that may not write where the checkout goes
    container = yaml.safe_load(text)["jobs"]["install"]["container"]
    assert container["options"] == "--user root"


def test_versions_are_pinned_and_the_same_everywhere():
    files = [*DOCKER.rglob("*.y*ml"), DOCKER / "Dockerfile"]
    texts = [path.read_text() for path in [*files, *(ROOT / "docs").rglob("*.md")]]
    ours = {tag for text in texts for tag in re.findall(r"ipai-odoo:(\S+)", text)}
    manifest = (ROOT / "ipai_health/__manifest__.py").read_text()
    assert ours == {re.search(r'"version": "([^"]+)"', manifest)[1]}
    assert not any(":latest" in text for text in texts)


def test_the_contracts_asset_patterns_are_understood():
    links = ["http://x/web/assets/1a2b3c4/web.assets_frontend.min.css"]
    pattern = "/web/assets/*/web.assets_frontend.min.css"
    assert list(matching(pattern, links)) == links
