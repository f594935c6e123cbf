"""A copy of the checkout in which mutants live, and the tests that should kill them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from sandbox.paths import ROOT, run_folder

PATIENCE = 240.0
"""Seconds after which a mutant counts as killed: it never ends."""

COPIED = ("ipai_health", "tests", "scripts", "docker", "docs", "setup.py", "Makefile")

TESTS = {
    "probe": ("tests/probe",),
    "gates": ("tests/gates",),
    "core": ("tests/gates", "tests/probe"),
}
"""Which tests are to kill the mutants of a folder; those that share a word with the
file come first."""


class Trial:
    """The copy; one mutant lives in it at a time."""

    def __init__(self):
        self.folder = run_folder() / "mutants" / "checkout"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in (*COPIED, "pyproject.toml", "README.md"):
            self._copy(ROOT / name, self.folder / name)

    def _copy(self, origin: Path, target: Path):
        if origin.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(origin, target, ignore=ignored, symlinks=True)
        elif origin.exists():
            shutil.copy2(origin, target)

    def is_killed(self, mutant) -> bool:
        """Tell whether a test notices ``mutant``."""
        file = self.folder / mutant.file
        source = file.read_bytes()
        file.write_bytes(mutant.apply(source))
        try:
            return not self.passes(mutant.file)
        finally:
            file.write_bytes(source)

    def passes(self, file: str) -> bool:
        """Tell whether the tests of ``file`` pass now."""
        words = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        try:
            done = subprocess.run(
                [sys.executable, *words, *self.tests(file)],
                cwd=self.folder,
                env={
                    **os.environ,
                    "PYTHONPATH": str(self.folder / "scripts"),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "IPAI_HEALTH_RUN": str(run_folder() / "mutants" / "run"),
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def tests(self, file: str):
        """Return the test files for ``file``, the likeliest first."""
        folder = file.split("/")[1]
        words = set(file.removesuffix(".py").replace("/", "_").split("_"))
        found = [
            each.relative_to(self.folder)
            for place in TESTS[folder]
            for each in sorted((self.folder / place).glob("test_*.py"))
        ]

        def likeness(path):
            return -len(words & set(path.stem.split("_")))

        return [str(each) for each in sorted(found, key=likeness)]
