"""Steps of a procedure: shown as they would be typed, run one after the other."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from ...core.redact import redact

TIMEOUT = 300
"""Seconds that one step may take; a restart of Odoo takes some ten."""

_SPECIAL = re.compile(r"""["$`!]|\\["$`\\\n]""")
"""What a shell does not leave alone between double quotes."""

OURSELVES = "ipai-health"


@dataclass(frozen=True)
class Step:
    """One step: ``words`` are run without a shell.

    ``keep`` is the pattern of the lines that are of interest, as ``| grep -i`` does.
    The line ``unlike`` says that it did nothing, ``why`` the reason of that.
    """

    title: str
    words: tuple[str, ...]
    keep: str = ""
    unlike: str = ""
    why: str = ""

    def shown(self) -> str:
        """Return the step as it would be typed."""
        command = " ".join(_quoted(redact(word)) for word in self.words)
        filtered = f" | grep -i {_quoted(self.keep)}" if self.keep else ""
        return command + filtered

    def needs_docker(self) -> bool:
        """Tell whether docker runs it."""
        return self.words[0] == "docker"


def _quoted(word: str) -> str:
    """Return ``word`` for a shell; SQL reads better between double quotes."""
    if "'" in word and not _SPECIAL.search(word):
        return f'"{word}"'
    return shlex.quote(word)


def show(steps: Sequence[Step]) -> None:
    """Print what would be run."""
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step.title}\n   {step.shown()}")


def can_run(steps: Sequence[Step]) -> bool:
    """Tell whether this machine has what the steps need."""
    return not any(map(Step.needs_docker, steps)) or bool(shutil.which("docker"))


def run(steps: Sequence[Step], go_on: bool) -> bool:
    """Run the steps; tell whether all succeeded.

    Stop at the first one that fails unless ``go_on``.
    """
    fine = True
    for number, step in enumerate(steps, 1):
        print(f"{number}. {step.title}\n   $ {step.shown()}", flush=True)
        if not _run(step):
            fine = False
            print("   failed", flush=True)
            if not go_on:
                break
    return fine


def _run(step: Step) -> bool:
    words = list(step.words)
    if words[0] == OURSELVES:
        words[:1] = [sys.executable, "-m", "ipai_health.gates"]
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"   {error}")
        return False
    lines = done.stdout.splitlines()
    # what failed says why in words that nobody asked for
    wanted = re.compile(re.escape("" if done.returncode else step.keep), re.I)
    for line in filter(wanted.search, lines):
        print(f"   {redact(line)}")
    if step.unlike and step.unlike in lines:
        print(f"   {step.why}")
        return False
    return not done.returncode
