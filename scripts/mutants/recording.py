"""Which tests run which lines: recorded once for each file of tests.

A recording outlives a change of the code: the lines move with their text, and a new
line belongs to the tests of the one above it. So at worst a mutant is shown to too few.
"""

import json
import time
from collections import defaultdict
from pathlib import Path

from coverage import CoverageData
from sandbox.errors import SandboxError

from .contexts import RESULT, function
from .digest import digest
from .moved import moved

TESTS = (
    "tests/test_*.py",
    "tests/core/test_*.py",
    "tests/gates/test_*.py",
    "tests/probe/test_*.py",
    "tests/live/test_gate_assets.py",
    "tests/live/test_gate_db.py",
)
LEFT_OUT = ("tests/gates/test_install.py", "tests/core/test_documentation.py")
"""They install the package, and build the site, from copies of their own."""

PATIENCE = 580.0
"""Seconds for one file of tests."""

SETTINGS = """[run]
source = ipai_health
parallel = true
sigterm = true
context = ${PYTEST_CURRENT_TEST}
data_file = %s/data
"""


class Recording:
    """Lines and seconds of every test function, as they were recorded."""

    def __init__(self, checkout):
        """Take what was recorded of these tests before."""
        self.checkout = checkout
        self.home = checkout.home / "recorded"
        self.sources = self.home / "sources"
        self.sources.mkdir(parents=True, exist_ok=True)
        self.seconds = {}
        self._lines = defaultdict(lambda: defaultdict(set))
        files = _test_files(checkout.folder)
        self.missing = [file for file in files if not self._load(file)]

    def complete(self, end: float) -> bool:
        """Record what is missing until the clock shows ``end``; tell whether all is."""
        while self.missing:
            if time.monotonic() > end:
                return False
            file = self.missing[0]
            started = time.monotonic()
            self._record(file)
            self._load(file)
            self.missing.pop(0)
            print(f"recorded  {file} {time.monotonic() - started:.0f} s", flush=True)
        return True

    def tests(self, mutant) -> list[str]:
        """Return the test functions that run ``mutant``, the fastest first.

        What runs while a module is loaded is felt by whoever runs the module later;
        what runs in a thread of the system, or is killed, leaves no trace.
        """
        lines = self._lines[mutant.file]
        found = set().union(*(lines[line] for line in mutant.lines if line in lines))
        if not mutant.place or "" in found or not found:
            found = set().union(*lines.values()) - {""}
        if all("" in tests for tests in lines.values()):
            found = set(self.seconds)  # it holds constants alone
        return sorted(found & self.seconds.keys(), key=self.seconds.__getitem__)

    def _record(self, file):
        scratch = self.checkout.home / "coverage"
        scratch.mkdir(exist_ok=True)
        for old in scratch.iterdir():
            old.unlink()
        settings, result = scratch / "settings", scratch / "seconds"
        settings.write_text(SETTINGS % scratch)
        words = ["-m", "coverage", "run", f"--rcfile={settings}", "-m", "pytest", "-q"]
        code, said = self.checkout.run(
            [*words, "-p", "mutants.contexts", "-p", "no:cacheprovider", file],
            PATIENCE,
            COVERAGE_PROCESS_START=str(settings),
            **{RESULT: str(result)},
        )
        if code not in (0, 1) or not result.exists():
            raise SandboxError(f"{file} ended with {code}: " + "\n".join(said))
        if code:
            print(*(line for line in said if line.startswith("FAILED")), sep="\n")
        lines = _lines(scratch.glob("data*"), self.checkout.folder)
        kept = {
            "seconds": json.loads(result.read_text()),
            "lines": lines,
            "sources": {source: self._keep(source) for source in lines},
        }
        self._kept(file).write_text(json.dumps(kept))

    def _load(self, file) -> bool:
        kept = self._kept(file)
        if not kept.exists():
            return False
        recorded = json.loads(kept.read_text())
        self.seconds |= recorded["seconds"]
        for source, lines in recorded["lines"].items():
            old = {int(line): tests for line, tests in lines.items()}
            for line, tests in self._now(source, recorded, old):
                self._lines[source][line].update(tests)
        return True

    def _keep(self, source) -> str:
        """Keep the text of ``source`` as it is recorded; return its digest."""
        file = self.checkout.folder / source
        (self.sources / digest(file)).write_bytes(file.read_bytes())
        return digest(file)

    def _now(self, source, recorded, lines):
        """Yield the lines that stand now where ``lines`` were, with their tests."""
        file = self.checkout.folder / source
        then = recorded["sources"][source]
        if not file.exists():
            return ()
        if digest(file) == then:
            return lines.items()
        return moved((self.sources / then).read_text(), file.read_text(), lines)

    def _kept(self, file) -> Path:
        return (
            self.home
            / f"{file.replace('/', '.')}-{digest(self.checkout.folder / file)}.json"
        )


def _test_files(root):
    """Return the files of tests that kill mutants, those that need Odoo last."""
    found = [
        str(f.relative_to(root)) for each in TESTS for f in sorted(root.glob(each))
    ]
    return [file for file in found if file not in LEFT_OUT]


def _lines(files, folder):
    """Return the test functions by file and line that coverage wrote to ``files``."""
    found = defaultdict(lambda: defaultdict(set))
    for file in files:
        data = CoverageData(str(file))
        data.read()
        for source in data.measured_files():
            name = str(Path(source).relative_to(folder))
            for line, contexts in data.contexts_by_lineno(source).items():
                found[name][line].update(map(function, contexts))
    return {
        name: {line: sorted(tests) for line, tests in lines.items()}
        for name, lines in found.items()
    }
