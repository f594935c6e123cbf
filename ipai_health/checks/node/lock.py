"""The lock that elects one process of a node: the kernel frees it with its holder."""

import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path

from ...probe.drain import own_file

LEFT_BEHIND = 86_400
"""Seconds after which the unlocked file of another node is swept away."""


def path_of(data_dir, node):
    """Return the lock file of ``node``: its own, though the folder may be shared."""
    return Path(f"{own_file(data_dir, node, 'node')}.lock")


class NodeLock:
    """Held by at most one process of the node at ``path``."""

    def __init__(self, path):
        self.path = path
        self._handle = None

    def acquire(self):
        """Tell whether this process holds the lock now, without waiting.

        Raises ``OSError`` when there is no place for the file.
        """
        if self.held:
            return True
        self.release()
        handle = os.open(self._writable(), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        if not self.held:  # somebody removed the file in between
            self.release()
            return False
        os.utime(handle)
        self._sweep()
        return True

    @property
    def held(self):
        """Tell whether this process holds it, on the file that others would find."""
        if self._handle is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._handle), os.stat(self.path))
        except OSError:
            return False

    def release(self, remove=False):
        """Let another process have it; ``remove`` when the node ends."""
        if self._handle is None:
            return
        if remove and self.held:
            with contextlib.suppress(OSError):
                self.path.unlink()
        os.close(self._handle)
        self._handle = None

    def taken(self):
        """Tell whether any process holds it, this one or another."""
        if self.held:
            return True
        return self.path.exists() and not _free(self.path)

    def _writable(self):
        """Return the path, elsewhere when the data folder takes no file: that is one
        of the faults which the thread is there to tell.
        """
        if not os.access(self.path.parent, os.W_OK):
            self.path = Path(tempfile.gettempdir()) / self.path.name
        return self.path

    def _sweep(self):
        """Remove what nodes that were killed left behind."""
        before = time.time() - LEFT_BEHIND
        for path in self.path.parent.glob("ipai_health.node.*.lock"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before and _free(path):
                    path.unlink()


def _free(path):
    """Tell whether nobody holds the lock on ``path``."""
    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
