"""``make test``: every part, then one line that counts them all."""

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import log, odoo_source, postgres, processes, templates
from .errors import SandboxError
from .instance import Instance
from .paths import ROOT, run_folder

ADDON_DATABASE = "test_addon"
SECOND_LANE = [
    f"tests/live/{name}"
    for name in (
        "probe",
        "test_attack_http.py",
        "test_faults.py",
        "test_haproxy.py",
        "test_nginx.py",
        "test_nodes.py",
        "test_ten_nodes.py",
        "test_prometheus.py",
        "runs",
    )
]
"""About half of the live tests, by the time they take."""

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def main(parts) -> int:
    """Run ``parts`` (all when empty); return 0 when everything passed."""
    chosen = {name: PARTS[name] for name in parts or USUAL}
    passed = failed = 0
    for name, part in chosen.items():
        started = time.monotonic()
        print(f"== {name}", flush=True)
        good, bad = part()
        passed, failed = passed + good, failed + bad
        seconds = time.monotonic() - started
        print(f"== {name}: {good} passed, {bad} failed, {seconds:.0f} s", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def library():
    """Run the tests that need no running Odoo."""
    others = ("live", "addons")
    return _pytest("library", "tests", *(f"--ignore=tests/{each}" for each in others))


def live():
    """Run the tests of a real server, under faults and in a real browser.

    They mostly wait, so they run in two lanes, each with a PostgreSQL of its own.
    """
    return _lanes()


def torture():
    """Run the same with the long ones; never part of make test."""
    return _lanes("--torture")


def _lanes(*words):
    rest = ["tests/live", *(f"--ignore={each}" for each in SECOND_LANE)]
    lanes = {"live": (run_folder(), rest), "live2": (run_folder() / "2", SECOND_LANE)}
    started = {}
    for name, (folder, chosen) in lanes.items():
        log_file = run_folder() / "test" / f"{name}.log"
        environment = {**os.environ, "IPAI_HEALTH_RUN": str(folder)}
        with log_file.open("wb") as out:
            started[name] = processes.start(
                _command(name, *words, *chosen),
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
    passed = failed = 0
    for name, process in started.items():
        code = process.wait()
        print((run_folder() / "test" / f"{name}.log").read_text(errors="replace"))
        good, bad = _from_junit(_result(name), code)
        passed, failed = passed + good, failed + bad
    return passed, failed


def addon():
    """Run the addon's own tests in a fresh database, with Odoo's test runner.

    A warning in the log counts as a failed test.
    """
    folder = run_folder() / "test"
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        workshop = Instance(odoo_source.find(), server, folder / "workshop")
        base = templates.ensure(workshop, "template_base", templates.BASE)
        templates.clone(workshop, base, ADDON_DATABASE)
        done = workshop.run(
            *("-d", ADDON_DATABASE, "-i", "ipai_health", "--stop-after-init"),
            *("--test-tags", "/ipai_health", "--http-port", "0"),
            *("--db-filter", f"^{ADDON_DATABASE}$"),
            timeout=1800,
        )
        templates.discard(workshop, ADDON_DATABASE)
    except SandboxError as error:
        print(error)
        return 0, 1
    finally:
        server.stop()
    return _counted(done)


def _counted(done):
    """Return how many of the addon's tests passed and failed, and print the bad."""
    match = RESULT.search(done.stderr)
    complaints = log.complaints(done.stderr)
    if complaints or done.returncode or not match:
        print(done.stderr[-20000:])
    print("\n".join(complaints))
    if not match:
        return 0, 1
    bad, errors, total = map(int, match.groups())
    failed = bad + errors
    return total - failed, failed or int(bool(complaints or done.returncode))


def _pytest(name, *words):
    """Run pytest with ``words``; return how many passed and failed."""
    done = subprocess.run(_command(name, *words), cwd=ROOT, check=False)
    return _from_junit(_result(name), done.returncode)


def _command(name, *words):
    """Return the command of pytest with ``words``, its result in a fresh file."""
    result = _result(name)
    result.parent.mkdir(parents=True, exist_ok=True)
    result.unlink(missing_ok=True)
    return [sys.executable, "-m", "pytest", f"--junitxml={result}", *words]


def _result(name) -> Path:
    return run_folder() / "test" / f"{name}.xml"


def _from_junit(result: Path, code: int):
    try:
        suite = ElementTree.parse(result).getroot().find("testsuite")
    except (OSError, ElementTree.ParseError):
        return 0, 1
    count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors")}
    skipped = int(suite.get("skipped", 0))
    bad = count["failures"] + count["errors"]
    good = count["tests"] - bad - skipped
    return max(good, 0), bad or int(code not in (0, 5))


USUAL = ("library", "addon", "live")
PARTS = {"library": library, "addon": addon, "live": live, "torture": torture}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
