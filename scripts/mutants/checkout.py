"""A copy of the checkout that mutants live in, and bounded runs of tests there."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.paths import ROOT, run_folder

COPIED = ("ipai_health", "tests", "scripts", "docker", "docs", "setup.py", "Makefile")

LIMITS = {
    resource.RLIMIT_AS: 6 << 30,
    resource.RLIMIT_FSIZE: 2 << 30,
    resource.RLIMIT_CPU: 600,
    resource.RLIMIT_CORE: 0,
}
"""Bytes of memory, of a file, seconds of processor: of each process. Odoo with all
that it maps is the largest, and asks for less than 3 GB."""

ALONE = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
"""A process namespace: a mutant can send no signal to others, and when its first
process ends, all that it started is gone too."""


class Checkout:
    """The copy; one mutant lives in it at a time."""

    def __init__(self):
        self.home = run_folder() / "mutants"
        self.folder = self.home / "checkout"
        self.alone = ALONE if os.geteuid() == 0 else [*ALONE, "--map-current-user"]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in (*COPIED, "pyproject.toml", "README.md", "LICENSE"):
            self._copy(ROOT / name, self.folder / name)
        self._see_that_it_can_be_alone()

    def _copy(self, origin: Path, target: Path):
        if origin.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(origin, target, ignore=ignored, symlinks=True)
        elif origin.exists():
            shutil.copy2(origin, target)

    def _see_that_it_can_be_alone(self):
        try:
            done = subprocess.run([*self.alone, "true"], capture_output=True, text=True)
        except OSError as error:
            raise SandboxError(f"unshare: {error.strerror}") from error
        if done.returncode:
            raise SandboxError(f"no namespace for mutants: {done.stderr.strip()}")

    @contextlib.contextmanager
    def holding(self, mutant):
        """Let ``mutant`` live in the copy."""
        file = self.folder / mutant.file
        source = file.read_bytes()
        file.write_bytes(mutant.apply(source))
        try:
            yield
        finally:
            file.write_bytes(source)

    def run(self, words, seconds: float, **environment):
        """Run Python with ``words`` in the copy.

        :return: its exit code (None when it was not done after ``seconds``) and the
            last lines that it wrote
        """
        log = self.home / "log"
        # nothing of an earlier run, which may have been killed, is found by this one
        shutil.rmtree(self.home / "run" / "test" / "probe", ignore_errors=True)
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*self.alone, sys.executable, *words],
                cwd=self.folder,
                env={
                    **os.environ,
                    "PYTHONPATH": str(self.folder / "scripts"),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "IPAI_HEALTH_RUN": str(self.home / "run"),
                    **environment,
                },
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_limit,
            )
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return code, log.read_text(errors="replace").splitlines()[-40:]


def _limit():
    for kind, value in LIMITS.items():
        resource.setrlimit(kind, (value, value))
