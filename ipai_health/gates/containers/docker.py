"""Asks docker, where there is one."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from ..errors import CannotLook

TIMEOUT = 20
"""Seconds; docker answers in well under one unless its daemon hangs."""


def inspect_all() -> str:
    """Return what ``docker inspect`` prints about all containers.

    Raises ``CannotLook`` where docker cannot be asked, or knows no container.
    """
    names = ask("ps", "--all", "--quiet", "--no-trunc").split()
    if not names:
        raise CannotLook("docker knows no container here")
    return ask("inspect", "--type", "container", *names)


def ask(*words: str, timeout: float = TIMEOUT) -> str:
    """Return what docker prints when asked ``words``. Raises ``CannotLook``."""
    command = ["docker", *words]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, check=False
        )
    except FileNotFoundError:
        raise CannotLook(
            "docker is not here; give --ps FILE with what docker inspect printed"
        ) from None
    except subprocess.TimeoutExpired:
        raise CannotLook(f"docker {words[0]}: no answer within {timeout:g} s") from None
    except OSError as error:
        raise CannotLook(f"docker cannot be run: {error.strerror}") from None
    if done.returncode:
        raise CannotLook(f"docker {words[0]}: {_last_line(done.stderr)}")
    return done.stdout


def _last_line(said: str) -> str:
    lines: Sequence[str] = said.strip().splitlines() or ["failed"]
    return lines[-1]
