"""Compressed logs: unpacked in bounded memory, and to a bounded size."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import CannotLook

BLOCK = 1 << 20
"""Bytes read at a time: large enough to be quick, small enough not to matter."""

UNPACKED = 1 << 30
"""Bytes that a compressed log may unpack to: some seconds. Four megabytes can unpack to
four thousand."""

MEMORY = 96 << 20
"""Bytes that unpacking may need. ``xz -9`` asks for 65 MB, a hostile file for 4 GB."""


def kind_of(head: bytes) -> Callable[[Path], Iterator[bytes]] | None:
    """Return what unpacks a file that begins with ``head``, None for plain text."""
    found = (kind for magic, kind in _KINDS.items() if head.startswith(magic))
    return next(found, None)


def unpacked(path: Path, kind: Callable[[Path], Iterator[bytes]]) -> Iterator[bytes]:
    """Yield the content of the compressed file at ``path``; raise ``CannotLook``."""
    size = 0
    try:
        for block in kind(path):
            size += len(block)
            if size > UNPACKED:
                raise CannotLook(f"{path}: unpacks to more than {UNPACKED >> 20} MB")
            yield block
    except EOFError as error:
        raise CannotLook(f"{path}: the compressed file is cut short") from error
    except (lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        if "limit" in str(error):
            message = f"{path}: unpacking needs more than {MEMORY >> 20} MB of memory"
            raise CannotLook(message) from error
        raise CannotLook(f"{path}: the compressed file is damaged") from error


def _gzip(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _bzip2(path: Path) -> Iterator[bytes]:
    with bz2.open(path, "rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def _xz(path: Path) -> Iterator[bytes]:
    """As lzma.open, which knows no limit of memory: streams one after the other, with
    zeros in between.
    """
    data = b""
    with path.open("rb") as stream:
        while data := data.lstrip(b"\0") or stream.read(BLOCK).lstrip(b"\0"):
            decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY)
            while not decoder.eof:
                if block := decoder.decompress(data, BLOCK):
                    yield block
                data = b""
                if decoder.needs_input and not (data := stream.read(BLOCK)):
                    raise EOFError
            data = decoder.unused_data


_KINDS = {b"\x1f\x8b": _gzip, b"BZh": _bzip2, b"\xfd7zXZ": _xz}
