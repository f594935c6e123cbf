"""docker/prometheus and docker/grafana with a real Prometheus that scrapes Odoo."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
import yaml
from sandbox import processes, templates
from sandbox.instance import Instance
from sandbox.site import TOKEN, Site

from tests.live.balancer import get, running

PATIENCE = 60.0


@pytest.fixture(scope="module")
def site(source, cluster, workshop, health_template, tmp_path_factory):
    """Give a served database that has looked at itself."""
    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("measured"),
        options={"dbfilter": "^measured$"},
        environment={"IPAI_HEALTH_TOKEN": TOKEN},
    )
    templates.clone(instance, health_template, "measured", workshop)
    with instance.serve("-d", "measured") as server:
        site = Site(instance, server.wait("/ipai/health/ready"), "measured")
        site.look()
        yield site
    templates.discard(instance, "measured")


@pytest.fixture(scope="module")
def prometheus(checkout, site, tmp_path_factory):
    """Give the port of a Prometheus that scrapes the site every five seconds."""
    tmp_path = tmp_path_factory.mktemp("prometheus")
    program = shutil.which("prometheus")
    assert program, "prometheus is missing, see requirements/debian.txt"
    home = checkout / "docker/prometheus"
    settings = yaml.safe_load((home / "prometheus.yml").read_text())
    settings["global"] = {"scrape_interval": "5s", "evaluation_interval": "5s"}
    settings["rule_files"] = [str(home / "rules.yml")]
    job = settings["scrape_configs"][0]
    job["authorization"] = {"credentials": TOKEN}
    del job["dns_sd_configs"]
    job["static_configs"] = [{"targets": [f"127.0.0.1:{site.server.port}"]}]
    settings["scrape_configs"] = [job]
    path = tmp_path / "prometheus.yml"
    path.write_text(yaml.safe_dump(settings))
    port = processes.free_port()
    command = [program, f"--config.file={path}", f"--storage.tsdb.path={tmp_path}/data"]
    command += [f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"]
    with running(command, tmp_path / "prometheus.log", port):
        assert processes.wait_until(lambda: get(port, "/-/ready")[0] == 200, PATIENCE)
        yield port


def ask(port: int, query: str) -> list[dict]:
    """Return the result of ``query``; fail where Prometheus refuses it."""
    words = urllib.parse.urlencode({"query": query})
    _code, body = get(port, f"/api/v1/query?{words}")
    answer = json.loads(body)
    assert answer["status"] == "success", f"{query}: {answer}"
    return answer["data"]["result"]


def queries(checkout: Path) -> list[str]:
    """Return every query of the dashboard, its variables filled in."""
    text = (checkout / "docker/grafana/dashboard.json").read_text()
    board = json.loads(text)
    found = [one["expr"] for panel in board["panels"] for one in panel["targets"]]
    return [
        expr.replace("$job", "odoo").replace("$database", "measured") for expr in found
    ]


def test_a_real_prometheus_scrapes_and_every_query_of_the_dashboard_answers(
    prometheus, checkout
):
    assert processes.wait_until(
        lambda: ask(prometheus, 'up{job="odoo"} == 1'), PATIENCE
    )
    assert processes.wait_until(
        lambda: ask(prometheus, "ipai_health_check_age_seconds"), PATIENCE
    )
    for query in queries(checkout):
        result = ask(prometheus, query)
        # findings are shown only where there are some
        assert result or query.endswith("> 0"), f"nothing for {query}"


def test_the_healthy_site_raises_no_alert(prometheus):
    assert processes.wait_until(lambda: ask(prometheus, "ipai_health_status"), PATIENCE)
    time.sleep(6)
    firing = {
        one["metric"]["alertname"]
        for one in ask(prometheus, 'ALERTS{alertstate="firing"}')
    }
    assert firing == set()


def test_every_metric_of_rules_and_dashboard_is_one_that_is_exposed(checkout, site):
    request = urllib.request.Request(
        f"{site.server.url}/ipai/health/metrics",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        text = answer.read().decode()
    exposed = {line.split()[2] for line in text.splitlines() if "# TYPE" in line}
    named: set[str] = set()
    for file in ("prometheus/rules.yml", "grafana/dashboard.json"):
        lines = (checkout / "docker" / file).read_text().splitlines()
        code = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        named |= set(re.findall(r"\bipai_health_[a-z_]+", code))
    assert named
    assert named <= exposed


@pytest.mark.parametrize(
    "words",
    [
        ["test", "rules", "rules_test.yml"],
        ["check", "rules", "rules.yml"],
        ["check", "config", "--syntax-only", "prometheus.yml"],
    ],
)
def test_promtool_agrees(checkout, words):
    done = subprocess.run(
        ["promtool", *words],
        cwd=checkout / "docker/prometheus",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout + done.stderr


def test_every_alert_is_tested(checkout):
    home = checkout / "docker/prometheus"
    rules = yaml.safe_load((home / "rules.yml").read_text())
    tests = yaml.safe_load((home / "rules_test.yml").read_text())
    alerts = {one["alert"] for group in rules["groups"] for one in group["rules"]}
    fired, quiet = set(), set()
    for test in tests["tests"]:
        for one in test["alert_rule_test"]:
            (fired if one["exp_alerts"] else quiet).add(one["alertname"])
    assert fired == quiet == alerts
