"""The PostgreSQL server, asked over two connections: one kept, one transient."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .connection import Connection, Rows, Values
from .deadline import Deadline
from .failure import ConnectionLost, LookFailed, ServerSilent, TimedOut

SILENT_SECONDS = 2.0
"""How long a server that did not answer in time is left alone: probes would else spend
most of a worker's time waiting for it."""

PATIENCE = 0.3
"""A failure that took less than these seconds cost nothing and may be met again."""

MAINTENANCE_DATABASE = "postgres"
"""Where Odoo asks which databases there are."""


class Question(NamedTuple):
    """A statement, and the values of its placeholders."""

    statement: str
    values: Values = ()


class Server:
    """Asks databases of one PostgreSQL server, never with more than two connections.

    ``parameters(database)`` gives libpq's connection parameters.
    """

    def __init__(self, parameters: Callable[[str], dict[str, str]]) -> None:
        self._parameters = parameters
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._kept: Connection | None = None
        self._kept_lock = threading.Lock()
        self._transient_lock = threading.Lock()
        self._silent_until = 0.0
        self._silence = ""

    def fetch(
        self,
        database: str | None,
        question: Question,
        deadline: Deadline,
        keep: bool = False,
    ) -> Rows:
        """Return the rows that answer ``question`` in ``database``; in whichever
        database the kept connection is if that is ``None``.

        ``keep`` keeps the connection to this database rather than another one.
        Raises ``LookFailed``.
        """
        kept = self._kept
        if keep or database is None or kept is None or kept.database == database:
            with _taken(self._kept_lock, deadline):
                return self._fetch_kept(database, question, deadline)
        with self._opened(database, deadline) as connection:
            return connection.fetch(*question, deadline)

    def _fetch_kept(
        self, database: str | None, question: Question, deadline: Deadline
    ) -> Rows:
        kept = self._kept
        if kept and database in (None, kept.database):
            # a server that was restarted and is back is no fault
            with contextlib.suppress(ConnectionLost):
                return self._fetch_from(kept, question, deadline)
        with _taken(self._transient_lock, deadline):
            connection = self._open(database or MAINTENANCE_DATABASE, deadline)
            self.close_kept()
            self._kept = connection
        return self._fetch_from(connection, question, deadline)

    def _fetch_from(
        self, connection: Connection, question: Question, deadline: Deadline
    ) -> Rows:
        try:
            return connection.fetch(*question, deadline)
        except LookFailed:
            if connection.closed:
                self._kept = None
            raise

    @contextlib.contextmanager
    def _opened(self, database: str, deadline: Deadline) -> Iterator[Connection]:
        with (
            _taken(self._transient_lock, deadline),
            contextlib.closing(self._open(database, deadline)) as connection,
        ):
            yield connection

    def try_slot(self, database: str, deadline: Deadline) -> None:
        """Open a connection and close it. Raises ``ConnectFailed``."""
        with self._opened(database, deadline):
            pass

    def _open(self, database: str, deadline: Deadline) -> Connection:
        started = time.monotonic()
        if started < self._silent_until:
            raise ServerSilent(self._silence)
        try:
            return Connection.open(database, self._parameters(database), deadline)
        except ServerSilent as error:
            now = time.monotonic()
            if now - started > PATIENCE:
                self._silent_until = now + SILENT_SECONDS
                self._silence = str(error)
            raise

    def close_kept(self) -> None:
        """Close the kept connection, if there is one."""
        if self._kept:
            self._kept.close()
        self._kept = None


@contextlib.contextmanager
def _taken(lock: threading.Lock, deadline: Deadline) -> Iterator[None]:
    if not lock.acquire(timeout=deadline.remaining()):
        seconds = f"{deadline.seconds:g} s"
        raise TimedOut(f"another look was still under way after {seconds}")
    try:
        yield
    finally:
        lock.release()
