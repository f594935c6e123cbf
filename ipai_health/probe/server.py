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
from .failure import (
    ConnectFailed,
    ConnectionLost,
    LookFailed,
    ServerSilent,
    TimedOut,
)
from .opening import Opening

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
        self._begun: Opening | None = None
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
            self._close_kept()
            self._kept = connection
        if deadline.remaining() < connection.opened_in / 2:
            # what is to be asked takes two round trips; the next look has time for them
            raise ServerSilent(f"connecting alone took {connection.opened_in:.1f} s")
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
        """Return a new connection, or one that an earlier look began to open."""
        if time.monotonic() < self._silent_until:
            raise ServerSilent(self._silence)
        begun, self._begun = self._begun, None
        if begun and begun.database == database:
            try:
                return self._finish(begun, deadline)
            except ConnectFailed:
                if not deadline.remaining():
                    raise  # else it was cut off meanwhile, which is no fault
        elif begun:
            begun.close()
        return self._finish(Opening(database, self._parameters(database)), deadline)

    def _finish(self, opening: Opening, deadline: Deadline) -> Connection:
        started = time.monotonic()
        try:
            return opening.finish(deadline)
        except ServerSilent as error:
            now = time.monotonic()
            if opening.goes_on:
                self._begun = opening
            elif now - started > PATIENCE:
                self._silent_until = now + SILENT_SECONDS
                self._silence = str(error)
            raise

    def close(self) -> None:
        """Close whatever is open."""
        self._close_kept()
        if self._begun:
            self._begun.close()
        self._begun = None

    def _close_kept(self) -> None:
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
