"""The addon's own tests in a fresh database, with Odoo's test runner.

    python -m sandbox.test_addon RESULT

A warning in the log counts as a failed test. RESULT is written as pytest's
``--junitxml`` writes it, as far as it counts.
"""

import re
import sys
from pathlib import Path

from . import log, odoo_source, postgres, templates
from .errors import SandboxError
from .instance import Instance
from .paths import run_folder

DATABASE = "test_addon"

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
"""What Odoo's runner says at its end."""

JUNIT = '<testsuites><testsuite tests="{}" failures="{}" errors="0"/></testsuites>\n'


def main(result: Path) -> int:
    """Run them; return 0 when all passed."""
    try:
        tests, bad = _counted(_run())
    except SandboxError as error:
        print(error)
        return 2
    result.write_text(JUNIT.format(tests, bad))
    return 1 if bad else 0


def _run():
    folder = run_folder() / "test"
    server = postgres.EmbeddedPostgres(folder / "postgres").start()
    try:
        workshop = Instance(odoo_source.find(), server, folder / "workshop")
        base = templates.ensure_untouched(workshop, "template_base", templates.BASE)
        templates.clone(workshop, base, DATABASE)
        done = workshop.run(
            *("-d", DATABASE, "-i", "ipai_health", "--stop-after-init"),
            *("--test-tags", "/ipai_health", "--http-port", "0"),
            *("--db-filter", f"^{DATABASE}$"),
            timeout=1800,
        )
        templates.discard(workshop, DATABASE)
    finally:
        server.stop()
    return done


def _counted(done) -> tuple[int, int]:
    """Return how many tests there are and how many were bad; print the bad ones."""
    match = RESULT.search(done.stderr)
    complaints = log.complaints(done.stderr)
    if complaints or done.returncode or not match:
        print(done.stderr[-20000:])
    print("\n".join(complaints))
    if not match:
        return 1, 1
    failed, errors, tests = map(int, match.groups())
    return tests, failed + errors or int(bool(complaints or done.returncode))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
