"""One stored file after the other: is it there, whole, and what it was?"""

import os
from hashlib import sha1

MISSING = "missing"
UNREADABLE = "unreadable"
TRUNCATED = "truncated"
ALTERED = "altered"

STRIDE = 500
"""Files looked at between two comparisons: what is gone through twice for a fault."""

NEVER_WAITING = os.O_RDONLY | os.O_NONBLOCK
"""Links are followed, as Odoo does; a pipe in the place of a file keeps nobody."""

CHUNK = 1 << 20
"""Bytes read at once: a large file costs no more memory than this."""


class Files:
    """Looks at files of one filestore.

    Names are ``ab/abcdef…``: the second half is the SHA-1 of the content. They are
    looked up relative to an open folder, which spares the kernel the way there.
    """

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        try:
            self._root = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            self._root = None
        return self

    def __exit__(self, *_error):
        if self._root is not None:
            os.close(self._root)

    def by_size(self, names, sizes):
        """Return ``{name: kind}`` of the damaged files among ``names``, whose ``sizes``
        in bytes stand beside them; a negative size is not compared.
        """
        if self._root is None:
            return dict.fromkeys(names, MISSING)
        damaged = {}
        for start in range(0, len(names), STRIDE):
            some, expected = (
                names[start : start + STRIDE],
                sizes[start : start + STRIDE],
            )
            if not self._all_good(some, expected):
                damaged |= self._one_by_one(some, expected)
        return damaged

    def _all_good(self, names, sizes):
        """Tell whether all files are there in their size: the tight loop, since a
        million files are the rule and a damaged one the exception.
        """
        stat, root = os.stat, self._root
        try:
            return [stat(name, dir_fd=root).st_size for name in names] == sizes
        except OSError:
            return False

    def _one_by_one(self, names, sizes):
        damaged = {}
        for name, size in zip(names, sizes, strict=True):
            try:
                real = os.stat(name, dir_fd=self._root).st_size
            except OSError:
                damaged[name] = MISSING
            else:
                if real != size and size >= 0:
                    damaged[name] = TRUNCATED
        return damaged

    def by_checksum(self, names, sizes):
        """As :meth:`by_size`, reading each file."""
        kinds = zip(names, map(self._read, names, sizes), strict=True)
        return {name: kind for name, kind in kinds if kind}

    def _read(self, name, size):
        try:
            file = os.open(name, NEVER_WAITING, dir_fd=self._root)
        except PermissionError:
            return UNREADABLE
        except (OSError, TypeError):
            return MISSING
        try:
            length, digest = _digest(file, size)
        except OSError:
            return UNREADABLE
        finally:
            os.close(file)
        if length != size and size >= 0:
            return TRUNCATED
        return None if digest == name[3:] else ALTERED


def _digest(file, size):
    """Return length and SHA-1 of an open file; one of the expected ``size`` is read at
    once, in a buffer of its size.
    """
    content = os.read(file, min(max(size, 0) + 1, CHUNK))
    if len(content) == size:
        return size, sha1(content, usedforsecurity=False).hexdigest()
    digest, length = sha1(usedforsecurity=False), 0
    while content:
        digest.update(content)
        length += len(content)
        content = os.read(file, CHUNK)
    return length, digest.hexdigest()
