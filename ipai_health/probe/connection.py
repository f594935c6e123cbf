"""One connection to PostgreSQL on which nothing waits longer than a deadline.

Only a deadline of one's own bounds a look: a stopped server's kernel still
acknowledges, so neither keepalives nor the server's timeouts end the wait. psycopg2
in its asynchronous mode leaves the waiting to us, and ignores the wait callback that
gevent installs, so that other greenlets go on.
"""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg2
from psycopg2 import extensions

from .deadline import Deadline
from .failure import NO_CONNECTION, ConnectionLost, LookFailed, TimedOut

LOCK_TIMEOUT = 500
"""Milliseconds: without it a look that was given up leaves a backend waiting."""
STATEMENT_TIMEOUT = 1000
"""Milliseconds, for the same reason."""
LIMITS = (
    f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}; "
    f"SET LOCAL statement_timeout = {STATEMENT_TIMEOUT}; "
)
"""Sent before each statement, in the same message and so in the same transaction. As
startup options PgBouncer refuses them, or ignores them if told to, and what is set for
a session may stay with a connection that it gives to somebody else.
"""

LOCKED = "55P03"
"""PostgreSQL's code of a wait for a lock that took too long."""

GIVEN_UP_BY_SERVER = {LOCKED: "a lock", "57014": "the statement"}
"""Codes of a timeout that PostgreSQL kept for us, and what it waited for."""


Values = Mapping[str, object] | Sequence[object]


class Rows(list[tuple[Any, ...]]):
    """The rows of an answer, the names of its columns, and the seconds that it took.

    Those are one round trip and PostgreSQL's own time: the connection was open.
    """

    columns: tuple[str, ...] = ()
    seconds: float


class Connection:
    """An open connection to one database, which took ``opened_in`` seconds."""

    def __init__(self, raw: Any, database: str, opened_in: float) -> None:
        self._raw = raw
        self.database = database
        self.opened_in = opened_in

    def fetch(self, statement: str, values: Values, deadline: Deadline) -> Rows:
        """Return the rows of ``statement``, which PostgreSQL gives up in time too.

        Raises ``TimedOut`` (the connection is then closed), ``ConnectionLost``, or
        ``LookFailed`` with PostgreSQL's code.
        """
        limited = LIMITS + statement
        started = time.monotonic()
        try:
            with self._raw.cursor() as cursor:
                cursor.execute(limited, values)
                wait(self._raw, deadline)
                rows = Rows(cursor.fetchall())
                rows.seconds = time.monotonic() - started
                rows.columns = tuple(column.name for column in cursor.description)
                return rows
        except TimedOut:
            self.close()
            raise
        except (psycopg2.Error, OSError, ValueError) as error:
            raise self._fetch_failure(error) from None

    def _fetch_failure(self, error: Exception) -> LookFailed:
        code = getattr(error, "pgcode", None)
        if code in GIVEN_UP_BY_SERVER:
            return TimedOut(f"{GIVEN_UP_BY_SERVER[code]} took too long", code)
        if self._raw.closed or code is None or code.startswith(NO_CONNECTION):
            self.close()
            return ConnectionLost(first_line(error), code)
        return LookFailed(first_line(error), code)

    @property
    def closed(self) -> bool:
        """Tell whether it is of no more use."""
        return bool(self._raw.closed)

    def close(self) -> None:
        """Close it."""
        close(self._raw)


def wait(raw: Any, deadline: Deadline) -> None:
    """Wait until the asynchronous connection ``raw`` is idle. Raises ``TimedOut``."""
    heard = False
    while True:
        state = raw.poll()
        if state == extensions.POLL_OK:
            return
        reads = state == extensions.POLL_READ
        # not select.select, which cannot wait for a descriptor above 1023
        poller = select.poll()
        poller.register(raw.fileno(), select.POLLIN if reads else select.POLLOUT)
        milliseconds = int(deadline.remaining() * 1000)
        if not milliseconds or not poller.poll(milliseconds):
            raise TimedOut(f"no answer within {deadline.seconds:g} s", heard=heard)
        heard = heard or reads


def close(raw: Any) -> None:
    """Close ``raw``, whatever state it is in; never cancels, which would connect."""
    with contextlib.suppress(psycopg2.Error, OSError):
        raw.close()


def first_line(error: Exception) -> str:
    """Return the first line of what PostgreSQL or libpq said."""
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
