"""The end of a log of any size, read in bounded memory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import CannotLook
from .unpacked import BLOCK, kind_of, unpacked

KEPT = 3 << 20
"""Bytes kept of the end. A hundred lines are some 20 KB, the longest traceback of a
large database some 200 KB; three copies of this (bytes, text, lines) stay far below
60 MB."""

BYTES_PER_LINE = 400
"""Room for each line where somebody asks for very many of them."""

COUNTED = 1 << 30
"""Lines before the end are counted in files up to this size: about half a second."""

_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\b\x1b")


@dataclass(frozen=True)
class End:
    """The last bytes of a log and the number of lines before them, if known."""

    data: bytes
    lines_before: int | None


def read_end(path: Path, lines: int) -> End:
    """Return the end of the file at ``path``, enough for ``lines`` lines.

    Compressed files are read through, plain ones from their end. Raise
    ``CannotLook`` where there is no such file, no right to read it, or no text.
    """
    try:
        if path.is_fifo():
            raise CannotLook(f"{path}: a pipe, not a file")
        with path.open("rb") as stream:
            kind = kind_of(stream.read(6))
            if kind is None:
                return _checked(_read_seekable(stream, lines), path)
        return _checked(_end_of(unpacked(path, kind), lines), path)
    except OSError as error:
        raise CannotLook(f"{path}: {error.strerror or error}") from error


def read_stream(stream: IO[bytes], lines: int) -> End:
    """Return the end of ``stream``, read to its last byte."""
    return _end_of(iter(lambda: stream.read(BLOCK), b""), lines)


def _end_of(blocks: Iterable[bytes], lines: int) -> End:
    room = _room(lines)
    kept = bytearray()
    before = 0
    for block in blocks:
        kept += block
        if len(kept) > 2 * room:
            before += kept.count(b"\n", 0, len(kept) - room)
            del kept[:-room]
    return End(bytes(kept), before)


def is_binary(data: bytes) -> bool:
    """Tell whether ``data`` is no text: more than one byte in twenty is a control.

    The zeros that a log truncated under its writer begins with do not count.
    """
    sample = data.lstrip(b"\0")[-BLOCK // 4 :]
    controls = sum(map(sample.count, _CONTROLS))
    return controls * 20 > len(sample)


def _room(lines: int) -> int:
    return max(KEPT, lines * BYTES_PER_LINE)


def _read_seekable(stream: IO[bytes], lines: int) -> End:
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - _room(lines))
    stream.seek(start)
    data = stream.read(size - start)
    stream.seek(0)
    return End(data, _count_lines(stream, start) if start <= COUNTED else None)


def _count_lines(stream: IO[bytes], length: int) -> int:
    count = 0
    while block := stream.read(min(BLOCK, length)):
        count += block.count(b"\n")
        length -= len(block)
    return count


def _checked(end: End, path: Path) -> End:
    if is_binary(end.data):
        raise CannotLook(f"{path}: binary data, not a log")
    return end
