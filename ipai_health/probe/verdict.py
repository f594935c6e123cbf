"""What is known about one database, or about the server alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ..core.finding import Finding
from ..core.look import DATABASE
from ..core.severity import PASS, STATUS_OF, WARN, Severity, Status, worst

UNREADY_RULES = frozenset(
    {
        "database-unreachable",
        "database-uninitialised",
        "database-series-mismatch",
        "database-pool-exhausted",
        "registry-not-loadable",
    }
)
"""What keeps this node from serving a user now."""


class LiveFinding(NamedTuple):
    """A finding of this look, with the severity that counts here and its check."""

    finding: Finding
    severity: Severity
    check: str
    muted: bool = False

    @property
    def status(self) -> Status:
        """Return what it adds to the verdict."""
        return PASS if self.muted else STATUS_OF[self.severity]


class StoredCheck(NamedTuple):
    """What a database remembers of one check; times are seconds since 1970."""

    name: str
    enabled: bool
    outcome: str | None
    last_look: float | None
    duration: float | None
    scope: str
    reason: str | None
    depth: str
    counts: Mapping[Severity, int] = {}
    messages: tuple[str, ...] = ()

    @property
    def is_self_check(self) -> bool:
        """Tell whether a scheduled self-check looked; nodes look by themselves."""
        return self.scope == DATABASE and bool(self.last_look)

    @property
    def status(self) -> Status:
        """Return what its open findings add to the verdict."""
        return worst(STATUS_OF[severity] for severity in self.counts)


class Verdict(NamedTuple):
    """What one look came to.

    ``database`` is empty for the server alone. ``time`` is in seconds since 1970 on
    this machine's clock, ``seconds`` the length of the look, ``until`` the end of its
    worth on the monotonic clock.
    """

    database: str
    live: tuple[LiveFinding, ...] = ()
    stored: tuple[StoredCheck, ...] = ()
    installed: bool = False
    judged_once: bool = False
    """Whether a self-check has looked yet."""
    maintenance: str | None = None
    version: str | None = None
    used: int | None = None
    limit: int | None = None
    databases: tuple[str, ...] = ()
    now: float = 0.0
    time: float = 0.0
    seconds: float = 0.0
    until: float = 0.0
    looked: float = 0.0
    """When the look began, on the monotonic clock."""

    @property
    def ready(self) -> bool:
        """Tell whether a user can be served now."""
        return not any(map(_is_unready, self.live))

    @property
    def reached(self) -> bool:
        """Tell whether PostgreSQL answered."""
        return self.used is not None

    def status(self, exclude: Collection[str] = ()) -> Status:
        """Return the worst of what is live and stored, without those checks; during
        maintenance, of what keeps this node from serving.
        """
        live, stored = self.live, self.stored
        if self.maintenance:
            live, stored = tuple(filter(_is_unready, live)), ()
        statuses = [each.status for each in live if each.check not in exclude]
        statuses += [each.status for each in stored if each.name not in exclude]
        if self.installed and not self.judged_once:
            statuses.append(WARN)
        return worst(statuses)


def _is_unready(found: LiveFinding) -> bool:
    return found.finding.rule in UNREADY_RULES
