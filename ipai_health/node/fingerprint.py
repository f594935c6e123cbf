"""Fingerprint of the code that this node would run a database with."""

import hashlib
import time

from ..checks.module import code, folder

SHARE = 200
"""Reading the dates of 221 modules takes 0.15 s: with a pause of 200 times as long
between two readings it costs half a per cent of a processor."""

LONGEST = 20.0
"""Seconds of that pause, so that a difference is told, and taken back, in a minute."""


class Fingerprints:
    """Digests of modules by name, read from the disk again only when they are due and
    the files' dates changed.
    """

    def __init__(self):
        self._known = {}
        self._due = 0.0

    @property
    def due(self):
        """Tell whether it is time to look at the disk again."""
        return time.monotonic() >= self._due

    def read(self, names):
        """Return the digest of each module of ``names`` that has a folder."""
        started = time.monotonic()
        digests = {}
        for name in names:
            path = folder.find(name)
            if path is not None:
                digests[name] = self._digest(path)
        seconds = time.monotonic() - started
        self._due = time.monotonic() + min(seconds * SHARE, LONGEST)
        return digests

    def _digest(self, path):
        try:
            stat = code.stat_digest(path, code.RUN_BY_USERS)
            known = self._known.get(path)
            if known is None or known[0] != stat:
                known = (stat, code.content_digest(path, code.RUN_BY_USERS))
                self._known[path] = known
        except OSError as error:  # files that come and go during a deployment
            return type(error).__name__
        return known[1]


def of_all(digests):
    """Return one short digest of all."""
    lines = (f"{name} {digest}" for name, digest in sorted(digests.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
