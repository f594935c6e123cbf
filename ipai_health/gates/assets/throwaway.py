"""A database and a data folder that are gone afterwards, whatever happens."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ..errors import CannotLook
from . import janitor

EXIT_TERMINATED = 143
"""128 + SIGTERM, as shells have it."""


@dataclass(frozen=True)
class Program:
    """The end of a program: its exit code and what it wrote."""

    code: int
    output: str
    log: str


class ThrowAway:
    """The database ``name`` with ``folder`` for files, while the gate runs; all that
    runs in it has ``timeout`` seconds together.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        janitor_process: subprocess.Popen[str],
        timeout: float,
    ):
        self.name = name
        self.folder = folder
        self._janitor = janitor_process
        self._timeout = timeout
        self._end = time.monotonic() + timeout

    def run(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        script: str = "",
    ) -> Program:
        """Run ``command`` to its end, in a group that the janitor can end.

        Raise ``CannotLook`` where it cannot be run or takes too long.
        """
        try:
            process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                start_new_session=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise CannotLook(f"{command[0]}: {error.strerror}") from None
        self._tell_janitor(str(process.pid))
        try:
            output, log = process.communicate(
                script, max(self._end - time.monotonic(), 0)
            )
        except subprocess.TimeoutExpired:
            raise CannotLook(f"Odoo was not done after {self._timeout:g} s") from None
        finally:
            janitor.end(process.pid)
        return Program(process.returncode, output, log)

    def clean_up(self) -> None:
        """Let the janitor do its work, and wait until it is done."""
        assert self._janitor.stdin is not None
        self._janitor.stdin.close()
        while True:
            try:
                self._janitor.wait()
                return
            except KeyboardInterrupt:
                continue  # it takes a second; nothing is gained by leaving now

    def _tell_janitor(self, line: str) -> None:
        assert self._janitor.stdin is not None
        self._janitor.stdin.write(f"{line}\n")
        self._janitor.stdin.flush()


@contextmanager
def throw_away(connection: Mapping[str, str], timeout: float) -> Iterator[ThrowAway]:
    """Give a name for a database and a folder for ``timeout`` seconds; both are gone
    afterwards.

    ``connection`` has what libpq needs to reach PostgreSQL and drop the database.
    """
    folder = Path(tempfile.mkdtemp(prefix=janitor.PREFIX))
    name = f"{janitor.PREFIX}{int(time.time())}_{secrets.token_hex(3)}"
    task = {
        "connection": {"dbname": "postgres", **connection},
        "database": name,
        "folder": str(folder),
    }
    process = subprocess.Popen(
        [sys.executable, janitor.__file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    place = ThrowAway(name, folder, process, timeout)
    place._tell_janitor(json.dumps(task))
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield place
    finally:
        place.clean_up()
        signal.signal(signal.SIGTERM, before)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave through every ``finally``, which SIGTERM alone would not."""
    raise SystemExit(EXIT_TERMINATED)


def environment(password: str | None) -> dict[str, str]:
    """Return the environment for Odoo: this one, without what points it elsewhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ODOO_", "IPAI_HEALTH_")) and name != "PGDATABASE"
    }
    return {**kept, "PGPASSWORD": password} if password else kept
