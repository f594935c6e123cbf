"""Limits that decide between fault and health: each with its unit and its reason."""

from __future__ import annotations

PENDING_GRACE = 600.0
"""Seconds a module may stay in a ``to …`` state: a large upgrade takes minutes."""

SLOW_ANSWER = 0.5
"""Seconds: an idle PostgreSQL answers in less than 1 ms, a busy one within 50 ms."""

CONNECTIONS_SHARE = 0.8
"""Share of ``max_connections`` in use beyond which a burst can exhaust it."""

SUPERSEDED_AGE = 86_400
"""Seconds after which an old version of a bundle is worth a word: pages open since
before the change still ask for it."""

SPACE_SHARE = 0.05
"""Share of a volume that should be free."""

SPACE_BYTES = 1 << 30
"""Bytes that should be free whatever the size of the volume: one large upload."""

STALE_INTERVALS = 3
"""A self-check is late after this many of its intervals: one may be skipped while
another run is under way."""

CRON_OVERDUE = 900.0
"""Seconds that the oldest scheduled action may be late: a long one holds others up,
and Odoo looks for work once a minute."""

CRON_WATCHED = 120.0
"""Seconds that the same action must be seen late: in a restored or cloned database all
of them are, for the first minute."""
