"""Drops a throw-away database and its files when the gate ends, however it ends.

Runs as a program of its own, in a session of its own: neither the Ctrl-C nor the
SIGKILL that ends the gate reaches it. Its standard input is a pipe that the gate holds
open; the first line says what to drop, each further line names a process group to end
first. The end of the pipe is the end of the gate. Imports nothing of this package.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import stat
import sys
import time
from pathlib import Path
from typing import Any

PREFIX = "ipai_health_assets_"
"""What every throw-away database is called, followed by when it was made, and every
folder for files."""

STALE = 6 * 3600
"""Seconds after which one that is left (power cut, janitor killed) is dropped by the
next run; no run is allowed to take that long."""

PATIENCE = 30
"""Seconds that PostgreSQL may stay away before the janitor gives up."""


def main() -> int:
    """Wait for the end of the pipe, then clean up; 1 when something was left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    task = json.loads(sys.stdin.readline())
    groups = [int(line) for line in sys.stdin]
    for group in groups:
        end(group)
    left = drop(task["connection"], task["database"])
    shutil.rmtree(task["folder"], ignore_errors=True)
    sweep(Path(task["folder"]).parent)
    if left:
        print(f"ipai-health: database {task['database']}: {left}", file=sys.stderr)
    return 1 if left else 0


def end(group: int) -> None:
    """End a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def drop(connection: dict[str, Any], database: str) -> str | None:
    """Drop ``database`` and what earlier runs left; return why it is still there."""
    import psycopg2

    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            _drop_now(connection, database)
            return None
        except psycopg2.Error as error:
            if time.monotonic() > give_up:
                return " ".join(str(error).split())
            time.sleep(1)


def _drop_now(connection: dict[str, Any], database: str) -> None:
    import psycopg2
    from psycopg2 import sql

    raw = psycopg2.connect(**connection, connect_timeout=5)
    with contextlib.closing(raw), raw.cursor() as cursor:
        raw.autocommit = True
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            " AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)",
            [PREFIX],
        )
        names = [name for (name,) in cursor.fetchall()]
        for name in names:
            if name == database or is_stale(name, time.time()):
                statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                cursor.execute(statement.format(sql.Identifier(name)))


def sweep(scratch: Path) -> None:
    """Remove the folders in ``scratch`` that our earlier runs left."""
    for folder in scratch.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            found = folder.lstat()
            is_old = time.time() - found.st_mtime > STALE
            if is_old and found.st_uid == os.getuid() and stat.S_ISDIR(found.st_mode):
                shutil.rmtree(folder, ignore_errors=True)


def is_stale(name: str, now: float) -> bool:
    """Tell whether a database of this name was left by an earlier run."""
    made = name.removeprefix(PREFIX).partition("_")[0]
    return made.isdigit() and now - int(made) > STALE


if __name__ == "__main__":
    sys.exit(main())
