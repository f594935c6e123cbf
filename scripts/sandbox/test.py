"""``make test``: every part, then one line that counts them all."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from . import odoo_source, processes
from .errors import SandboxError
from .paths import ROOT, run_folder


def _live(*names: str) -> list[str]:
    return [f"tests/live/{name}" for name in names]


SECOND = _live(
    *("probe", "runs", "test_attack_http.py", "test_haproxy.py", "test_nginx.py"),
    *("test_nodes.py", "test_prometheus.py", "test_ten_nodes.py"),
)
THIRD = _live(
    *("test_demo.py", "test_documentation.py", "test_gate_assets.py"),
    *("test_gate_prod.py", "test_kills.py", "test_packaging.py"),
)
FIRST = ["tests/live", *(f"--ignore={each}" for each in SECOND + THIRD)]
"""The live tests in shares of about the same length, if the third comes after those
that need no running Odoo.
"""

WITHOUT_ODOO = ["tests", "--ignore=tests/live", "--ignore=tests/addons"]


@dataclass
class Part:
    """Tests that run one after the other, on a PostgreSQL of their own."""

    name: str
    runner: str
    words: list[str]

    def start(self) -> None:
        """Begin; what they print goes into a file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._result.unlink(missing_ok=True)
        self._began = time.monotonic()
        with self._log.open("wb") as out:
            self._process = processes.start(
                [sys.executable, "-m", self.runner, *self._told, *self.words],
                cwd=ROOT,
                env={**os.environ, "IPAI_HEALTH_RUN": str(self._folder)},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def ended(self) -> bool:
        """Tell whether it is over."""
        return self._process.poll() is not None

    def told(self) -> tuple[int, int]:
        """Print what happened; return how many passed and failed."""
        seconds = time.monotonic() - self._began
        passed, failed = self._counted()
        print(self._log.read_text(errors="replace"))
        print(f"== {self.name}: {passed} passed, {failed} failed, {seconds:.0f} s")
        sys.stdout.flush()
        return passed, failed

    @property
    def _folder(self) -> Path:
        return run_folder() / "test" / self.name

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    @property
    def _result(self) -> Path:
        return self._folder / "result.xml"

    @property
    def _told(self) -> list[str]:
        """Return the word that says where the result is written."""
        result = str(self._result)
        return [f"--junitxml={result}"] if self.runner == "pytest" else [result]

    def _counted(self) -> tuple[int, int]:
        code = self._process.returncode
        try:
            suite = ElementTree.parse(self._result).getroot().find("testsuite")
        except (OSError, ElementTree.ParseError):
            return 0, 1
        count = {
            key: int(suite.get(key, 0))
            for key in ("tests", "failures", "errors", "skipped")
        }
        bad = count["failures"] + count["errors"]
        good = count["tests"] - bad - count["skipped"]
        return max(good, 0), bad or int(code not in (0, 5))


LIBRARY = Part("library", "pytest", WITHOUT_ODOO)
ADDON = Part("addon", "sandbox.test_addon", [])
LIVE = [
    Part(f"live{number}", "pytest", words)
    for number, words in enumerate((FIRST, SECOND, THIRD), 1)
]
LONG = [Part(each.name, each.runner, ["--torture", *each.words]) for each in LIVE]

LANES = {
    "library": [[LIBRARY]],
    "addon": [[ADDON]],
    "live": [[each] for each in LIVE],
    "torture": [[each] for each in LONG],
}
ALL = [[LIVE[0]], [LIVE[1]], [LIBRARY, ADDON, LIVE[2]]]
"""What runs beside each other, part after part: three keep two cores busy."""


def main(names) -> int:
    """Run the parts of ``names`` (all when empty); return 0 when everything passed."""
    unknown = [name for name in names if name not in LANES]
    if unknown:
        print(f"make test: unknown part {', '.join(unknown)}", file=sys.stderr)
        return 2
    lanes = [lane for name in names for lane in LANES[name]] or ALL
    if lanes != LANES["library"]:
        # without an Odoo this is one line, and not an error of every test
        try:
            odoo_source.find()
        except SandboxError as error:
            print(f"make test: {error}", file=sys.stderr)
            return 2
    counts = list(_run(lanes))
    passed, failed = (sum(each) for each in zip(*counts, strict=True))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _run(lanes):
    """Run all lanes at once, each part after part; yield what each part counted."""
    waiting = [iter(lane) for lane in lanes]
    running = {}
    while waiting or running:
        for lane in waiting:
            part = next(lane, None)
            if part:
                print(f"== {part.name} begins", flush=True)
                part.start()
                running[part.name] = part, lane
        waiting = []
        for part, lane in list(running.values()):
            if part.ended():
                del running[part.name]
                waiting.append(lane)
                yield part.told()
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
