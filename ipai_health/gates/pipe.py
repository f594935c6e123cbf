"""Pipes where a file is expected: ``<(command)``, ``/dev/stdin``, a FIFO."""

from __future__ import annotations

import os
import select
from pathlib import Path
from typing import IO

from .errors import CannotLook

WAIT = 10.0
"""Seconds for the first bytes of a FIFO, which may never have a writer."""

INHERITED = ("/dev/fd", "/proc/self/fd")
"""Where a shell shows the pipes that it gives to a command."""


def open_pipe(path: Path) -> IO[bytes]:
    """Return the pipe at ``path``, to be read. Raises ``CannotLook``."""
    try:
        number = _inherited(path)
        if number is not None:
            # opened anew it would wait for another writer
            return os.fdopen(os.dup(number), "rb")
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise CannotLook(f"{path}: {error.strerror}") from None
    stream = os.fdopen(descriptor, "rb")
    if not _something_comes(descriptor):
        stream.close()
        raise CannotLook(f"{path}: nothing came from this pipe within {WAIT:g} s")
    os.set_blocking(descriptor, True)
    return stream


def _inherited(path: Path) -> int | None:
    if str(path) == "/dev/stdin":
        return 0
    if str(path.parent) in INHERITED and path.name.isdigit():
        return int(path.name)
    return None


def _something_comes(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(WAIT * 1000))
