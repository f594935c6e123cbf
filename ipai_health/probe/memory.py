"""Verdicts kept in memory: at most one look at a database at a time, and per ttl."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .deadline import Deadline
from .verdict import Verdict

MOMENT = 0.1
"""Seconds: a look that began at the same time ends at the same time too."""


@dataclass
class _Entry:
    verdict: Verdict | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Memory:
    """The last verdict of each database, looked at again when its time is over.

    ``changed(old, new)`` is told about every new verdict.
    """

    def __init__(
        self, changed: Callable[[Verdict | None, Verdict], None] | None = None
    ) -> None:
        self._changed = changed
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def last(self, database: str) -> Verdict | None:
        """Return the last verdict, whatever its age."""
        entry = self._entries.get(database)
        return entry.verdict if entry else None

    def get(
        self, database: str, look: Callable[[Deadline], Verdict], deadline: Deadline
    ) -> Verdict | None:
        """Return a verdict that is still good, looking if need be.

        Whoever finds a look under way waits for its result; if that does not come
        within ``deadline`` and a moment, there is none.
        """
        entry = self._entries.setdefault(database, _Entry())
        verdict = entry.verdict
        if verdict and time.monotonic() < verdict.until:
            return verdict
        if not entry.lock.acquire(timeout=deadline.remaining() + MOMENT):
            return None
        try:
            old = entry.verdict
            if old and time.monotonic() < old.until:
                return old
            entry.verdict = new = look(deadline)
        finally:
            entry.lock.release()
        if self._changed:
            self._changed(old, new)
        return new

    def keep_only(self, databases: Iterable[str]) -> set[str]:
        """Forget the databases that are not among these; return their names."""
        gone = self._entries.keys() - set(databases)
        for database in gone:
            self._entries.pop(database, None)
        return gone
