"""One connection to PostgreSQL on which nothing waits longer than a deadline.

Only a deadline of one's own bounds a look: a stopped server's kernel still
acknowledges, so neither keepalives nor the server's timeouts end the wait. psycopg2
in its asynchronous mode leaves the waiting to us, and ignores the wait callback that
gevent installs, so that other greenlets go on.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg2
from psycopg2 import extensions

from .deadline import Deadline
from .failure import (
    ConnectFailed,
    ConnectionLost,
    DatabaseMissing,
    LookFailed,
    ServerSilent,
    SlotsTaken,
    TimedOut,
)
from .resolve import with_addresses

LOCK_TIMEOUT = 500
"""Milliseconds: without it a look that was given up leaves a backend waiting."""
STATEMENT_TIMEOUT = 1000
"""Milliseconds, for the same reason."""
OPTIONS = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout={STATEMENT_TIMEOUT}"

REFUSED_OPTIONS = "unsupported startup parameter"
"""What PgBouncer says to ``options``, unless told to ignore them: then our deadline
stands alone.
"""

SLOTS_TAKEN = (
    "too many clients",
    "remaining connection slots",
    "too many connections for",
    "no more connections allowed",
)
"""What PostgreSQL and PgBouncer say; a server in another language is only silent."""

GIVEN_UP_BY_SERVER = {"55P03": "a lock", "57014": "the statement"}
"""Codes of a timeout that PostgreSQL kept for us, and what it waited for."""


Values = Mapping[str, object] | Sequence[object]


class Rows(list[tuple[Any, ...]]):
    """The rows of an answer, the names of its columns, and the seconds that it took.

    Those are one round trip and PostgreSQL's own time: the connection was open.
    """

    columns: tuple[str, ...] = ()
    seconds: float = 0.0


class Connection:
    """An open connection to one database."""

    def __init__(self, raw: Any, database: str) -> None:
        self._raw = raw
        self.database = database

    @classmethod
    def open(
        cls, database: str, parameters: dict[str, str], deadline: Deadline
    ) -> Connection:
        """Connect. Raises ``ConnectFailed`` or one of its kinds."""
        parameters = with_addresses(parameters, deadline)
        options = f"{os.environ.get('PGOPTIONS', '')} {OPTIONS}".strip()
        try:
            return cls._open(database, {"options": options, **parameters}, deadline)
        except ConnectFailed as error:
            if REFUSED_OPTIONS not in str(error):
                raise
        return cls._open(database, parameters, deadline)

    @classmethod
    def _open(
        cls, database: str, parameters: dict[str, Any], deadline: Deadline
    ) -> Connection:
        raw = None
        try:
            raw = psycopg2.connect(async_=1, **parameters)
            _wait(raw, deadline)
        except TimedOut:
            _close(raw)
            raise ServerSilent(f"no connection within {deadline.seconds:g} s") from None
        except (psycopg2.Error, OSError, ValueError) as error:
            _close(raw)
            raise _connect_failure(error) from None
        return cls(raw, database)

    def fetch(self, statement: str, values: Values, deadline: Deadline) -> Rows:
        """Return the rows of ``statement``.

        Raises ``TimedOut`` (the connection is then closed), ``ConnectionLost``, or
        ``LookFailed`` with PostgreSQL's code.
        """
        started = time.monotonic()
        try:
            with self._raw.cursor() as cursor:
                cursor.execute(statement, values)
                _wait(self._raw, deadline)
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
        if self._raw.closed or code is None or code.startswith(("08", "57P")):
            self.close()
            return ConnectionLost(_first_line(error), code)
        return LookFailed(_first_line(error), code)

    @property
    def closed(self) -> bool:
        """Tell whether it is of no more use."""
        return bool(self._raw.closed)

    def close(self) -> None:
        """Close it, whatever state it is in; never cancels, which would connect."""
        _close(self._raw)


def _wait(raw: Any, deadline: Deadline) -> None:
    """Wait until the asynchronous connection ``raw`` is idle. Raises ``TimedOut``."""
    while True:
        state = raw.poll()
        if state == extensions.POLL_OK:
            return
        events = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
        # not select.select, which cannot wait for a descriptor above 1023
        poller = select.poll()
        poller.register(raw.fileno(), events)
        milliseconds = int(deadline.remaining() * 1000)
        if not milliseconds or not poller.poll(milliseconds):
            raise TimedOut(f"no answer within {deadline.seconds:g} s")


def _close(raw: Any) -> None:
    if raw is not None:
        with contextlib.suppress(psycopg2.Error, OSError):
            raw.close()


def _connect_failure(error: Exception) -> ConnectFailed:
    text = str(error).lower()
    reason = _first_line(error)
    if any(words in text for words in SLOTS_TAKEN):
        return SlotsTaken(reason)
    if "database" in text and "does not exist" in text:
        return DatabaseMissing(reason)
    if "fatal" in text:
        return ConnectFailed(reason)
    return ServerSilent(reason)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__
