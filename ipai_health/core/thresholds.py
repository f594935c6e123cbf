"""Limits that decide between fault and health: each with its unit and its reason.

Those that depend on the place are the defaults of the rules' thresholds, which an
administrator may change; the others follow from how Odoo or this addon works.
"""

from __future__ import annotations

PENDING_GRACE = 600.0
"""Seconds a module may stay in a ``to …`` state: a large upgrade takes minutes."""

SLOW_ANSWER = 0.5
"""Seconds: an idle PostgreSQL answers in less than 1 ms, a busy one within 50 ms."""

CONNECTIONS_PERCENT = 80.0
"""Percent of ``max_connections`` in use beyond which a burst can exhaust it."""

DATABASE_ROOM = 16 << 20
"""Bytes that PostgreSQL must be able to write: one segment of its log. When that cannot
grow, PostgreSQL ends."""

SUPERSEDED_HOURS = 24.0
"""Hours after which an old version of a bundle is worth a word: pages open since
before the change still ask for it."""

SPACE_PERCENT = 5.0
"""Percent of a volume, of its bytes and of its files, that should be free."""

SPACE_BYTES = 1 << 30
"""Bytes that should be free whatever the size of the volume: one large upload."""

SPACE_ENOUGH = 20 << 30
"""Bytes that are enough, however small their share of a large volume. This and the
one before hold unless an administrator chose a share."""

MANY_FILES = 100
"""Damaged files of one kind beyond which one finding tells of all: then it is the
filestore that is lost, not a file."""

STALE_INTERVALS = 3.0
"""A self-check is late after this many of its intervals: one may be skipped while
another run is under way."""

CRON_OVERDUE = 900.0
"""Seconds that the oldest scheduled action may be late: a long one holds others up,
and Odoo looks for work once a minute."""

CRON_WATCHED = 120.0
"""Seconds that the same action must be seen late: in a restored or cloned database all
of them are, for the first minute."""

SLOW_PAGE = 5.0
"""Seconds after which a page is told as slow: people press reload by then."""

NODE_BEAT = 15.0
"""Seconds between two signs of life of a node: ten nodes cost a database two thirds
of a statement a second."""

NODE_SILENT_BEATS = 3
"""Signs of life that a node may miss before it is told silent."""

NODE_SILENT_SLACK = 10.0
"""Seconds over that: a busy database answers late."""

NODE_FORGOTTEN = 86_400.0
"""Seconds after which a silent node is forgotten: whoever cared has seen it."""

NODE_STOPPED_KEPT = 300.0
"""Seconds that a node which said goodbye is kept: a restart takes less."""

CLOCK_SKEW = 10.0
"""Seconds between the clocks of a node and of the database: sessions, scheduled
actions and one-time passwords (30 s) go wrong beyond that."""
