"""Opening a connection, over more than one look where the network is slow.

That takes half a dozen round trips. Begun anew by each look, which waits for 1.5 s, no
connection would ever come about where each of them takes 0.4 s.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg2

from .connection import Connection, close, first_line, wait
from .deadline import Deadline
from .failure import (
    ConnectFailed,
    DatabaseMissing,
    ServerSilent,
    SlotsTaken,
    TimedOut,
)
from .resolve import with_addresses

SLOTS_TAKEN = (
    "too many clients",
    "remaining connection slots",
    "too many connections for",
    "no more connections allowed",
)
"""What PostgreSQL and PgBouncer say; a server in another language is only silent."""


class Opening:
    """A connection to ``database`` that is being opened."""

    def __init__(self, database: str, parameters: dict[str, str]) -> None:
        self.database = database
        self._parameters = parameters
        self._raw: Any = None
        self._seconds = 0.0

    @property
    def goes_on(self) -> bool:
        """Tell whether it is worth waiting on: the server spoke, and was not done."""
        return self._raw is not None

    def finish(self, deadline: Deadline) -> Connection:
        """Return the connection once it is open.

        Raises ``ConnectFailed`` or one of its kinds. After ``ServerSilent`` it may
        ``goes_on``: then it can be finished, or must be closed.
        """
        started = time.monotonic()
        try:
            self._go_on(deadline)
        finally:
            self._seconds += time.monotonic() - started
        raw, self._raw = self._raw, None
        return Connection(raw, self.database, self._seconds)

    def _go_on(self, deadline: Deadline) -> None:
        if self._raw is None:
            parameters: dict[str, Any] = with_addresses(self._parameters, deadline)
            try:
                self._raw = psycopg2.connect(async_=1, **parameters)
            except (psycopg2.Error, OSError, ValueError) as error:
                raise _failure(error) from None
        self._wait(deadline)

    def _wait(self, deadline: Deadline) -> None:
        try:
            wait(self._raw, deadline)
        except TimedOut as error:
            if not error.heard:
                self.close()
            raise ServerSilent(f"no connection within {deadline.seconds:g} s") from None
        except (psycopg2.Error, OSError, ValueError) as error:
            self.close()
            raise _failure(error) from None

    def close(self) -> None:
        """Give it up."""
        if self._raw is not None:
            close(self._raw)
        self._raw = None


def connect(
    database: str, parameters: dict[str, str], deadline: Deadline
) -> Connection:
    """Return a connection that is open by then. Raises ``ConnectFailed``."""
    opening = Opening(database, parameters)
    try:
        return opening.finish(deadline)
    finally:
        opening.close()


def _failure(error: Exception) -> ConnectFailed:
    text = str(error).lower()
    reason = first_line(error)
    if any(words in text for words in SLOTS_TAKEN):
        return SlotsTaken(reason)
    if "database" in text and "does not exist" in text:
        return DatabaseMissing(reason)
    if "fatal" in text:
        return ConnectFailed(reason)
    return ServerSilent(reason)
