"""prod against a live Odoo, healthy and with each fault of the demo; ship.sh on it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from sandbox import postgres
from sandbox.demo import CopiedSite, copy_of
from sandbox.faults import DEMO

from ipai_health.gates.cli import main

SEEN = {
    "asset-file-missing": "http-asset-failed",
    "asset-file-corrupt": "http-asset-failed",
    "module-pending": "module-pending",
    "module-missing-on-disk": "module-missing-on-disk",
    "view-field-missing": None,
    "database-unreachable": "database-unreachable",
}
"""What can be seen from outside of each fault; a view breaks in the browser alone."""


@pytest.fixture(scope="module")
def site(source, workshop, health_template, tmp_path_factory):
    """Give a served copy of the template on a PostgreSQL that may be stopped."""
    folder = tmp_path_factory.mktemp("prod")
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    copy = copy_of(workshop, health_template)
    try:
        with CopiedSite(source, server, folder, copy) as site:
            site.server.wait("/web/login")
            site.warm_up()
            yield site
    finally:
        server.erase()


@pytest.fixture
def words(site):
    """Give the options that name the site, its database, configuration and log."""
    server = site.instance.postgres
    address = f"{server.user}:{server.password}@{server.host}:{server.port}"
    return [
        *("--url", site.server.url),
        *("--dsn", f"postgresql://{address}/{site.database}"),
        *("--log", str(site.server.log)),
    ]


@pytest.fixture
def prod(words, site, capsys):
    """Give a function that runs prod and returns its exit code and rules."""

    def run(*more: str) -> tuple[int, set[str]]:
        code = main(["prod", *words, "--format", "json", *more])
        said = capsys.readouterr().out
        assert site.instance.postgres.password not in said
        rules = {one["rule"] for one in json.loads(said)["findings"]}
        # how busy the machine of the tests is, is not what is asked
        return code, rules - {"http-slow"}

    return run


def test_quiet_when_healthy(prod):
    assert prod() == (0, set())


@pytest.mark.parametrize(
    "fault",
    [DEMO[0], *(pytest.param(each, marks=pytest.mark.torture) for each in DEMO[1:])],
    ids=lambda fault: fault.rule,
)
def test_tells_the_faults_of_the_demo(site, prod, fault):
    kept = fault.inject(site)
    try:
        code, rules = prod(*_with_addons_path(site, fault))
    finally:
        fault.repair(site, kept)
    wanted = SEEN[fault.rule]
    if wanted:
        assert wanted in rules
        assert code == 1
    else:
        assert rules == set()
    again = site.server.wait("/web/login")
    assert again is site.server
    code, rules = prod()
    assert rules <= {"log-database-error"}, "what the log tells stays in its last lines"


def _with_addons_path(site, fault) -> list[str]:
    """Return the option that lets prod see the addons path, where that is needed.

    The sandbox's configuration is not the contract's, so config would speak up.
    """
    if fault.rule != "module-missing-on-disk":
        return []
    ignored = ("config", "db-host-unexpected", "dbfilter-*", "admin-password-weak")
    rules = [word for rule in ignored[1:] for word in ("--ignore", rule)]
    return ["--conf", str(site.instance.configuration), *rules]


@pytest.mark.parametrize("script", ["verify_prod_health.sh", "verify_assets.sh"])
def test_the_scripts_of_the_contract_are_the_gates(checkout, script):
    path = checkout / "scripts/aiux" / script
    environment = {**os.environ, "PYTHON": sys.executable, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [path, "--help"], env=environment, capture_output=True, text=True, check=True
    )
    assert "--fail-on" in done.stdout
    done = subprocess.run(
        [path], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_verify_prod_health_works_with_only_a_url(checkout, site):
    script = checkout / "scripts/aiux/verify_prod_health.sh"
    environment = {**os.environ, "PYTHON": sys.executable, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [script, "--url", site.server.url],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "prod: pass" in done.stdout


@pytest.fixture
def ship(checkout, site, words, tmp_path):
    """Give a function that runs ship.sh on the site."""
    conf = tmp_path / "odoo.conf"
    conf.write_text(
        "[options]\ndb_host = postgres\ndb_name = False\ndbfilter = ^demo$\n"
        "list_db = False\nlog_level = info\nproxy_mode = True\n"
        "admin_passwd = $pbkdf2-sha512$600000$c2FsdHNhbHQ$"
        "aGFzaGhhc2hoYXNoaGFzaGhhc2g\n"
    )
    backup = tmp_path / "erp.dump"
    site.instance.postgres.program("pg_dump", "-Fc", "-f", backup, site.database)

    def run(*more: str, modules: str = "ipai_health") -> subprocess.CompletedProcess:
        environment = {
            **site.instance.variables(),
            "ODOO": f"{sys.executable} -m odoo",
            "PYTHON": sys.executable,
        }
        command = [checkout / "scripts/ship.sh", "--database", site.database]
        command += ["--modules", modules, "--conf", conf, "--backup", backup]
        return subprocess.run(
            [*command, *words[:4], *more],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    run.conf, run.backup = conf, backup
    return run


def test_ship_says_first_what_it_would_do(ship):
    done = ship("--dsn", "postgresql://odoo:Tr0ub4dor@db/demo")
    assert done.returncode == 0
    assert "dry run" in done.stdout
    assert "postgresql://odoo:***@db/demo" in done.stdout
    shown = {line.split()[0] for line in done.stdout.splitlines() if line[0] == " "}
    assert shown == {"ipai-health", "ls", sys.executable}


def test_ship_upgrades_purges_and_looks(ship, site):
    before = site.bundles()
    done = ship("--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    steps = [line for line in done.stdout.splitlines() if line.startswith("ship:")]
    assert [step.partition(": ")[2] for step in steps] == [
        "gate: configuration",
        "backup is there",
        "upgrade",
        "purge of the asset cache",
        "runtime contract",
        "done",
    ]
    assert site.bundles()
    assert before


def test_ship_stops_before_anything_changed(ship):
    shutil.copy(ship.conf, ship.conf.with_suffix(".good"))
    ship.conf.write_text(ship.conf.read_text().replace("list_db = False", ""))
    done = ship("--yes")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert "upgrade" not in done.stdout
    shutil.copy(ship.conf.with_suffix(".good"), ship.conf)
    ship.backup.write_bytes(b"no dump")
    done = ship("--yes")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr


def test_ship_prints_the_way_back_when_the_site_is_ill(ship):
    done = ship("--yes", "--url", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "ship: runtime contract" in done.stdout
    assert "stopped at: runtime contract" in done.stderr
    assert "the way back" in done.stderr
    assert "pg_restore" in done.stderr
