"""One stored file after the other: is it there, whole, and what it was?"""

import hashlib
import os

MISSING = "missing"
TRUNCATED = "truncated"
ALTERED = "altered"

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

    def by_size(self, rows):
        """Return ``{name: kind}`` of the damaged files among ``rows`` of id, name and
        size; a size of ``None`` is not compared.
        """
        if self._root is None:
            return {name: MISSING for _id, name, _size in rows}
        damaged = {}
        stat, root = os.stat, self._root
        for _id, name, size in rows:
            try:
                real = stat(name, dir_fd=root).st_size
            except OSError:
                damaged[name] = MISSING
            else:
                if real != size and size is not None:
                    damaged[name] = TRUNCATED
        return damaged

    def by_checksum(self, rows):
        """As :meth:`by_size`, reading each file."""
        damaged = {}
        for _id, name, size in rows:
            kind = self._read(name, size)
            if kind:
                damaged[name] = kind
        return damaged

    def _read(self, name, size):
        try:
            file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._root)
        except (OSError, TypeError):
            return MISSING
        try:
            digest, length = hashlib.sha1(usedforsecurity=False), 0
            while chunk := os.read(file, CHUNK):
                digest.update(chunk)
                length += len(chunk)
        except OSError:
            return MISSING
        finally:
            os.close(file)
        if length != size and size is not None:
            return TRUNCATED
        return None if digest.hexdigest() == name[3:] else ALTERED
