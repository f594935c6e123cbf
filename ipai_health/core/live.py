"""Rules that the probe looks at live, judged.

Pure functions over plain values, used by the probe at every look and by the checks
inside Odoo. Times are seconds since 1970 on the clock of the database; ``own`` holds
the thresholds that an administrator chose for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .finding import Finding
from .rules import Own, threshold
from .severity import CRITICAL, WARNING

LIVE_CHECKS = ("database", "modules", "cron")
"""Checks that the probe looks at itself, and the Overview whenever it is opened: what a
waiting module or a scheduler that stands still would keep from being stored."""

TAKES_NO_CHANGES = "pg_is_in_recovery()"
"""SQL that is true of a server that takes no changes: a standby.

``default_transaction_read_only`` is no such thing: Odoo begins each transaction as READ
WRITE, which overrules it (``set_session(readonly=…)`` in odoo/sql_db.py), and goes on.
"""

CONNECTIONS_IN_USE = """
    (SELECT count(*) FROM pg_stat_get_activity(NULL)
     WHERE datid IS NOT NULL
       AND coalesce(backend_type, 'client backend') = 'client backend')::int
"""
"""SQL for the connections that clients hold. PostgreSQL's own processes have slots of
their own; of other roles' sessions an ordinary one learns the database alone.
"""

CONNECTIONS_FOR_ALL = """
    (current_setting('max_connections')::int
     - current_setting('superuser_reserved_connections')::int
     - coalesce(current_setting('reserved_connections', true), '0')::int)
"""
"""SQL for the connections that a role without privileges can get."""

WITHOUT_CODE = "studio_customization"
"""The module in which Studio keeps what people made with it: no folder holds it."""

INTERVALS = {"quick": 5 * 60.0, "standard": 3600.0, "full": 7 * 86400.0}
"""Seconds between two self-checks of a depth, if its scheduled action is gone."""

DEPTH_UNKNOWN = "standard"
"""What a check counts as whose row says no depth: the row of older code."""

INTERVAL_SECONDS = {
    "minutes": 60.0,
    "hours": 3600.0,
    "days": 86400.0,
    "weeks": 7 * 86400.0,
    "months": 31 * 86400.0,
}
"""Odoo's words for intervals; a month counts as a long one."""


class PendingModule(NamedTuple):
    """A module in one of Odoo's ``to …`` states."""

    name: str
    state: str
    written: float | None


def module_pending(
    modules: Iterable[PendingModule], now: float, own: Own
) -> list[Finding]:
    """Return a finding for each module that waits: critical once the grace is over."""
    grace = threshold("module-pending", own)
    return [_pending(module, now, grace) for module in modules]


def _pending(module: PendingModule, now: float, grace: float) -> Finding:
    if module.written is None:
        since, over = "for an unknown time", True
    else:
        waited = max(now - module.written, 0.0)
        since, over = f"for {minutes(waited)}", waited > grace
    return Finding(
        rule="module-pending",
        subject=module.name,
        message=f"{module.name} is {module.state!r} {since}; no scheduled action of "
        "this database runs meanwhile",
        severity=CRITICAL if over else WARNING,
    )


def self_check_stale(
    ages: dict[str, float], intervals: dict[str, float], own: Own
) -> list[Finding]:
    """Return a finding for the most frequent kind of self-check that is late.

    ``ages`` maps depths to the seconds since the last whole look of that depth ended.
    """
    patience = threshold("self-check-stale", own)
    for depth, usual in INTERVALS.items():
        interval = intervals.get(depth, usual)
        if depth in ages and ages[depth] > patience * interval:
            message = (
                f"The last {depth} self-check ended {minutes(ages[depth])} ago, it "
                "should run every "
                f"{minutes(interval)}; what it found then may not be true any more"
            )
            return [Finding("self-check-stale", depth, message)]
    return []


def is_cron_late(
    oldest: float | None, newest_run: float | None, now: float, own: Own
) -> bool:
    """Tell whether an action is overdue while no other one runs either.

    ``oldest`` is the earliest time an active action was due, ``newest_run`` the last
    time any ran.
    """
    limit = threshold("cron-stalled", own)
    if oldest is None or now - oldest <= limit:
        return False
    return newest_run is None or now - newest_run > limit


def cron_stalled(oldest: float, now: float) -> Finding:
    """Return the finding that says that no scheduled action runs."""
    message = (
        f"A scheduled action is overdue by {minutes(now - oldest)} and no other one "
        "ran meanwhile"
    )
    return Finding("cron-stalled", "ir.cron", message)


def database_slow(database: str, seconds: float, own: Own) -> list[Finding]:
    """Return a finding when a look at an open connection took too long."""
    if seconds < threshold("database-slow", own):
        return []
    message = f"{database} took {seconds:.1f} s to answer a small question"
    return [Finding("database-slow", database, message)]


def connections_high(database: str, used: int, limit: int, own: Own) -> list[Finding]:
    """Return a finding when most of PostgreSQL's connections are in use."""
    if 100 * used < threshold("database-connections-high", own) * limit:
        return []
    message = f"{used} of {limit} PostgreSQL connections are in use"
    return [Finding("database-connections-high", database, message)]


def minutes(seconds: float) -> str:
    """Return a duration as a person says it."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 2 * 3600:
        return f"{seconds / 60:.0f} min"
    if seconds < 2 * 86400:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86400:.0f} days"
