"""Reads the files and pipes that gates are given: bounded, and never anything but
text.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import IO

from .errors import CannotLook
from .pipe import open_pipe

MAX_BYTES = 8 * 1024 * 1024
"""More than any configuration, manifest or list anybody writes."""


def read_bytes(path: Path) -> bytes:
    """Return what ``path`` holds; raises ``CannotLook`` unless it is a text file."""
    try:
        with _opened(path) as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise CannotLook(f"{path}: {reason}") from None
    if not content.strip():
        raise CannotLook(f"{path}: empty")
    if len(content) > MAX_BYTES:
        raise CannotLook(f"{path}: larger than {MAX_BYTES // 1024 // 1024} MB")
    if b"\0" in content:
        raise CannotLook(f"{path}: binary")
    return content


def _opened(path: Path) -> IO[bytes]:
    mode = path.stat().st_mode
    if stat.S_ISFIFO(mode):
        return open_pipe(path)
    if not stat.S_ISREG(mode):
        raise CannotLook(f"{path}: not a file")
    return path.open("rb")


def read_text(path: Path) -> str:
    """Return the text of ``path``, newlines as Python has them.

    Raises ``CannotLook``, also for what is not UTF-8.
    """
    try:
        return as_text(read_bytes(path))
    except UnicodeDecodeError as error:
        raise CannotLook(f"{path}: not UTF-8 (byte {error.start})") from None


def as_text(content: bytes) -> str:
    """Return ``content`` decoded; raises ``UnicodeDecodeError``."""
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
