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
        statuses = [each.status(exclude) for each in self._known]
        if len(statuses) < len(self.verdicts):
            statuses.append(self.unseen)
        together = worst(statuses)
        if mode != SEVERAL:
            return together
        if together == FAIL and any(status != FAIL for status in statuses):
            together = WARN
        return worst((server, together))

    @property
    def unseen(self) -> Status:
        """Return what a database counts for that no look has reached yet: a process
        that has just begun sees one of many after the other.
        """
        return WARN if self._known or self.selection.mode == SEVERAL else FAIL

    @property
    def _known(self) -> list[Verdict]:
        """Return the verdicts on the databases that a look has reached."""
        return [verdict for verdict in self.verdicts if verdict]

    def readiness(self) -> Status:
        """Return the status for ``/ipai/health/ready``."""
        mode = self.selection.mode
        if self.process_fault or mode == UNKNOWN:
            return FAIL
        if mode in (SEVERAL, NONE):
            ready = self.server is not None and self.server.ready
            usual = WARN if mode == NONE else PASS
            return usual if ready else FAIL
        known = self._known
        return PASS if known and all(each.ready for each in known) else FAIL
