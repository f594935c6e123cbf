"""Why a look at a database came to nothing."""

from __future__ import annotations

from ..core.finding import Finding

NO_CONNECTION = ("08", "57P")
"""How PostgreSQL's codes begin when a connection failed, or was ended by the server."""


class LookFailed(Exception):
    """PostgreSQL gave no answer, or not the one asked for; the text says why.

    ``code`` is PostgreSQL's five-letter code when it gave one.
    """

    def __init__(self, reason: str, code: str | None = None) -> None:
        super().__init__(reason)
        self.code = code


class ConnectFailed(LookFailed):
    """No connection came about."""


class SlotsTaken(ConnectFailed):
    """PostgreSQL runs and has no connection left."""


class DatabaseMissing(ConnectFailed):
    """PostgreSQL runs and has no database of that name."""


class ServerSilent(ConnectFailed):
    """Whoever listens there did not answer in time, or nobody listens: this is
    true of every database of that server.
    """


class ConnectionLost(LookFailed):
    """A connection that was open is not any more."""


class TablesDiffer(LookFailed):
    """Tables or columns are not those that this version of the addon asks for."""


class TimedOut(LookFailed):
    """What was waited for was not done in time; ``heard`` tells whether the server said
    anything meanwhile.
    """

    def __init__(
        self, reason: str, code: str | None = None, heard: bool = False
    ) -> None:
        super().__init__(reason, code)
        self.heard = heard


def finding_of(database: str, error: LookFailed) -> Finding:
    """Return what a look that failed says about ``database``; empty for the server."""
    subject = database or "postgresql"
    if isinstance(error, SlotsTaken):
        message = f"PostgreSQL has no connection left: {error}"
        return Finding("database-pool-exhausted", "max_connections", message)
    if isinstance(error, DatabaseMissing):
        message = f"There is no database {database}"
    elif isinstance(error, ServerSilent):
        message = f"PostgreSQL does not answer: {error}"
    else:
        message = f"{subject} does not answer: {error}"
    return Finding("database-unreachable", subject, message)
