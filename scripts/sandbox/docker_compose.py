"""A real ``docker-compose``: its ``config`` needs neither docker nor a daemon."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from . import apt
from .errors import SandboxError
from .paths import cache_folder

PACKAGE = "docker-compose"
SUITE = "sid"
"""Debian 12's own 1.29 is too old for the Compose Specification."""
LAYOUTS = ("usr/bin/docker-compose", "usr/libexec/docker/cli-plugins/docker-compose")


def find() -> Path:
    """Return the program: ``DOCKER_COMPOSE``, the cache, or Debian's package.

    :raise SandboxError: why there is none
    """
    named = os.environ.get("DOCKER_COMPOSE")
    if named:
        return Path(named)
    program = _program_in(_cached())
    if program is None:
        _download()
        program = _program_in(_cached())
    if program is None:
        raise SandboxError(f"Debian's package {PACKAGE} holds no such program")
    return program


def _cached() -> Path:
    return cache_folder() / PACKAGE


def _program_in(folder: Path) -> Path | None:
    return next((folder / one for one in LAYOUTS if (folder / one).is_file()), None)


def _download() -> None:
    target = _cached()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="compose-") as scratch:
        folder = Path(scratch) / PACKAGE
        folder.mkdir()
        apt.fetch([PACKAGE], [SUITE], folder)
        with contextlib.suppress(OSError):
            shutil.rmtree(target)
        folder.rename(target)
