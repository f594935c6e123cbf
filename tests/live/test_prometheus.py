"""docker/prometheus and docker/grafana with a real Prometheus that scrapes Odoo."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from sandbox import processes, templates
from sandbox.instance import Instance
from sandbox.site import AUTHORIZED, TOKEN, Site

from tests.live.balancer import get, running

PATIENCE = 60.0

TTL = 1.5
"""Seconds after which no worker answers from memory any more: ipai_health_ttl is 1."""

MOMENTARY = re.compile(r"ipai_health_\w+_seconds|ipai_health_database_connections\b")

ANSWERED = re.compile(r"(\d+) INFO .*GET /ipai/health/metrics")

FIND = """
    INSERT INTO ipai_health_finding
           (rule, severity, state, subject, node, message, check_id, first_seen,
            last_seen)
    SELECT 'asset-source-missing', 'warning', 'open', 'of this test', '', 'gone', id,
           now(), now()
      FROM ipai_health_check WHERE name = 'assets'
"""


@pytest.fixture(scope="module")
def site(source, cluster, workshop, health_template, tmp_path_factory):
    """Give a database that has looked at itself, served by two workers."""
    instance = Instance(
        source,
        cluster,
        tmp_path_factory.mktemp("measured"),
        options={"dbfilter": "^measured$"},
        # the log then tells which worker answered
        environment={"IPAI_HEALTH_TOKEN": TOKEN, "IPAI_HEALTH_ACCESS_LOG": "True"},
    )
    templates.clone(instance, health_template, "measured", workshop)
    with instance.serve("-d", "measured", mode="prefork") as server:
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


def scrape(site: Site) -> str:
    """Return what one scrape reads, from whichever worker."""
    code, _headers, body = site.server.get("/ipai/health/metrics", headers=AUTHORIZED)
    assert code == 200
    return body.decode()


def facts(text: str) -> set[str]:
    """Return what does not change from one moment to the next: ages and durations,
    and how many are connected, do.
    """
    return {line for line in text.splitlines() if not MOMENTARY.match(line)}


def said_by_all(site: Site) -> set[str]:
    """Return the facts, the same from both workers; fail where they differ."""
    asked_before = _answers_by_worker(site)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(scrape, [site] * 60))
    asked = _answers_by_worker(site) - asked_before
    assert len(asked) == 2, "one worker answered all"
    first, *others = map(facts, answers)
    assert all(other == first for other in others)
    return first


def _answers_by_worker(site: Site) -> Counter[str]:
    return Counter(ANSWERED.findall(site.server.log.read_text(errors="replace")))


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


def test_every_worker_says_the_same_and_hears_of_a_finding(site):
    """What one process alone knows would be right in one scrape out of two."""
    labels = '{check="assets",severity="warning",database="measured"}'
    assert f"ipai_health_findings{labels} 0" in said_by_all(site)
    site.sql(FIND)
    try:
        time.sleep(TTL)
        assert f"ipai_health_findings{labels} 1" in said_by_all(site)
    finally:
        site.sql("DELETE FROM ipai_health_finding WHERE subject = 'of this test'")
    time.sleep(TTL)
    assert f"ipai_health_findings{labels} 0" in said_by_all(site)


def test_promtool_accepts_the_metrics_of_a_real_odoo(site):
    done = subprocess.run(
        ["promtool", "check", "metrics"],
        input=scrape(site),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_healthy_site_raises_no_alert(prometheus):
    assert processes.wait_until(lambda: ask(prometheus, "ipai_health_status"), PATIENCE)
    time.sleep(6)
    firing = {
        one["metric"]["alertname"]
        for one in ask(prometheus, 'ALERTS{alertstate="firing"}')
    }
    assert firing == set()


def test_every_metric_of_rules_and_dashboard_is_one_that_is_exposed(checkout, site):
    text = scrape(site)
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


def test_promtool_agrees_with_the_how_to(checkout, tmp_path):
    page = (checkout / "docs/how-to/prometheus.md").read_text("utf-8")
    (excerpt,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "prometheus.yml").write_text(excerpt)
    subprocess.run(
        ["promtool", "check", "config", "--syntax-only", "prometheus.yml"],
        cwd=tmp_path,
        check=True,
    )


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
