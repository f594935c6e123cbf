"""One connection to PostgreSQL that never outlasts its time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...core.redact import redact
from ...core.time_limit import within
from ..errors import CannotLook

NO_TABLE = "42P01"

_UNESCAPED = re.compile(r"\w+://(?:[^/?]*@[^/?]*@|[^/?]*/[^?]*@)")
"""A second @ before the host ends, or one after it."""
_PORTS = re.compile(r"[\d,]*")


class Unreachable(Exception):
    """The database does not answer; ``rule`` says which kind of that it is."""

    def __init__(self, message: str, rule: str = "database-unreachable") -> None:
        super().__init__(message)
        self.rule = rule


class Refused(Exception):
    """PostgreSQL refused a statement; ``code`` is its SQLSTATE."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Connection:
    """Asks the database; whatever is asked must be answered until ``end``."""

    def __init__(self, raw: Any, name: str, end: float) -> None:
        self._raw = raw
        self.name = name
        self._end = end

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of ``statement``.

        Raise ``Unreachable`` or ``Refused``.
        """
        import psycopg2

        def ask() -> list[Any]:
            with self._raw.cursor() as cursor:
                cursor.execute(statement, values)
                return list(cursor.fetchall())

        try:
            return within(self._end - time.monotonic(), ask)
        except TimeoutError:
            raise Unreachable("it accepted the connection, then fell silent") from None
        except psycopg2.Error as error:
            raise _told(error) from None


@contextmanager
def connect(dsn: str, seconds: float) -> Iterator[Connection]:
    """Give a connection that only reads. Raise ``Unreachable``, or ``CannotLook`` where
    ``dsn`` is no DSN.
    """
    import psycopg2

    parsed(dsn)
    end = time.monotonic() + seconds
    patience = max(2, round(seconds))
    milliseconds = max(1, round(seconds * 1000))

    def dial() -> Any:
        return psycopg2.connect(
            dsn,
            connect_timeout=patience,
            application_name="ipai-health",
            options=f"-c statement_timeout={milliseconds}"
            " -c default_transaction_read_only=on",
        )

    try:
        raw = within(seconds, dial)
    except TimeoutError:
        raise Unreachable(f"no answer within {seconds:g} s") from None
    except psycopg2.Error as error:
        raise Unreachable(_words(error)) from None
    except UnicodeDecodeError:
        raise Unreachable("it refuses, in an unreadable encoding") from None
    try:
        raw.set_session(autocommit=True)
        yield Connection(raw, raw.info.dbname, end)
    finally:
        raw.close()


def target(dsn: str) -> str:
    """Return the name of the database that ``dsn`` speaks of; never its password.

    Raise ``CannotLook`` where it is no DSN.
    """
    name = parsed(dsn).get("dbname")
    if not name:
        raise CannotLook("the DSN names no database: postgresql://user@host/database")
    return name


def parsed(dsn: str) -> dict[str, str]:
    """Return the parts of ``dsn``. Raise ``CannotLook`` where it is no DSN.

    libpq would take an @ or / in a password for the end of it, and show the rest in its
    messages, as part of a host, a port or a database.
    """
    import psycopg2
    from psycopg2.extensions import parse_dsn

    try:
        parts = dict(parse_dsn(dsn))
    except (psycopg2.Error, ValueError):
        raise CannotLook(
            "the DSN cannot be read; write postgresql://user@host/database"
        ) from None
    if _UNESCAPED.match(dsn) or not _PORTS.fullmatch(parts.get("port") or ""):
        raise CannotLook(
            "the DSN cannot be read; in a password write @ as %40, / as %2F, : as %3A"
        )
    return parts


def _told(error: Any) -> Exception:
    code = str(getattr(error, "pgcode", None) or "")
    return Refused(_words(error), code) if code else Unreachable(_words(error))


def _words(error: Exception) -> str:
    """Return the first line of what PostgreSQL said, without secrets."""
    text = next(iter(str(error).strip().splitlines()), "")
    text = re.sub(r"^connection to server ", "", text)
    text = re.sub(r"\b(?:FATAL|ERROR): +", "", text)
    return redact(text).rstrip(".")[:300] or type(error).__name__
