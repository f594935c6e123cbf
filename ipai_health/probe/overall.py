"""One status from the verdicts on several databases."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ..core.severity import FAIL, PASS, WARN, Status, worst
from .selection import NONE, SEVERAL, UNKNOWN, Selection
from .verdict import Verdict


class Overall(NamedTuple):
    """What was judged, and what is known about it.

    ``verdicts`` holds ``None`` for a database that no look could reach in time.
    ``server`` is there when the server was looked at by itself. ``process_fault``
    says why the server process itself cannot serve.
    """

    selection: Selection
    verdicts: tuple[Verdict | None, ...]
    server: Verdict | None
    until: float
    process_fault: str = ""

    def health(self, exclude: Collection[str] = ()) -> Status:
        """Return the status for ``/ipai/health``."""
        if self.process_fault:
            return FAIL
        server = self.server.status(exclude) if self.server else PASS
        mode = self.selection.mode
        if mode == UNKNOWN:
            return FAIL
        if mode == NONE:
            return worst((server, WARN))
        statuses = [
            verdict.status(exclude) if verdict else FAIL for verdict in self.verdicts
        ]
        if mode == SEVERAL:
            return worst((server, self._of_several(exclude)))
        return worst(statuses)

    def _of_several(self, exclude: Collection[str]) -> Status:
        known = [verdict.status(exclude) for verdict in self.verdicts if verdict]
        if len(known) < len(self.verdicts):
            known.append(WARN)
        together = worst(known)
        if together == FAIL and any(status != FAIL for status in known):
            return WARN
        return together

    def readiness(self) -> Status:
        """Return the status for ``/ipai/health/ready``."""
        mode = self.selection.mode
        if self.process_fault or mode == UNKNOWN:
            return FAIL
        if mode in (SEVERAL, NONE):
            ready = self.server is not None and self.server.ready
            usual = WARN if mode == NONE else PASS
            return usual if ready else FAIL
        ready = all(verdict is not None and verdict.ready for verdict in self.verdicts)
        return PASS if ready else FAIL
