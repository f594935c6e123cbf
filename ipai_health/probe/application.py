"""Answers the requests that are the probe's, and none other."""

from __future__ import annotations

import os
import time

from ..core.own_log import own_logger
from ..core.severity import FAIL, PASS, Status
from . import answers
from .answers import ONE_WORD, Answer, StartResponse, send
from .host import Host
from .journal import Journal
from .look import Looker
from .memory import Memory
from .overall import Overall
from .rights import Rights
from .routing import (
    ALLOW,
    CHECKS,
    LIVE,
    METHODS,
    METRICS,
    READY,
    ROOT,
    Environ,
    Query,
    path_of,
    query_of,
)
from .selection import Selector
from .server import Server
from .session import Sessions
from .settings import Settings
from .state import State

_logger = own_logger(__name__)

ACCESS_LOG = "ipai_health.access_log"
"""The mark in a request's environ: whether the access log may tell of it. Its query is
never told, since people put tokens there.
"""

DRAIN_SECONDS = 0.1
"""How long what was seen of the drain file is good for: looking at it gives the
interpreter's lock away, and getting it back under load costs more than the answer.
"""

KNOWN_MAX = 256
"""How many answers are kept: one a path and, where it matters, a host name."""


class Probe:
    """The probe of one server process."""

    def __init__(self, host: Host, settings: Settings) -> None:
        self._host = host
        self._settings = settings
        self._server = Server(host.parameters)
        looker = Looker(host, self._server, settings.ttl)
        self._selector = Selector(settings.databases, host.db_names, host.dbfilter)
        self._memory = Memory(Journal().changed)
        self._state = State(host, settings, self._selector, looker, self._memory)
        self._rights = Rights(settings, host.proxy_mode)
        self._sessions = Sessions(host, self._server, settings.timeout)
        self._drained = False
        self._drain_until = 0.0
        self._known: dict[tuple[str, str], tuple[float, Answer]] = {}

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> list[bytes] | None:
        """Answer the request, or return ``None`` if it is not the probe's."""
        path = path_of(environ)
        if path is None:
            return None
        environ[ACCESS_LOG] = self._settings.access_log
        method = environ["REQUEST_METHOD"]
        try:
            answer = self._answer(path, method, environ)
        except Exception:
            # the last guard: whoever asks gets a word, never a traceback
            _logger.exception("the probe failed")
            answer = ONE_WORD[FAIL]
        return send(answer, method, start_response)

    def _answer(self, path: str, method: str, environ: Environ) -> Answer:
        named = path in (ROOT, READY, LIVE, METRICS) or path.startswith(CHECKS)
        if not named:
            return Answer(answers.NOT_FOUND, b"")
        if method not in METHODS:
            allow = (("Allow", ALLOW),)
            return Answer(answers.NOT_ALLOWED, b"", headers=allow)
        if path == LIVE:
            return ONE_WORD[PASS]
        if path in (ROOT, READY):
            if environ.get("QUERY_STRING") or "HTTP_X_ODOO_DATABASE" in environ:
                return self._asked(path, query_of(environ), environ)
            return self._plain(path, environ)
        return self._detail(path, query_of(environ), environ)

    def _plain(self, path: str, environ: Environ) -> Answer:
        """Answer with one word; the way that a load balancer takes."""
        if self.draining:
            return ONE_WORD[FAIL]
        host = self._http_host(environ) if self._selector.by_host else ""
        until, answer = self._known.get((path, host), (0.0, None))
        if answer is None or time.monotonic() >= until:
            overall = self._state.overall("", host, path == READY)
            answer = ONE_WORD[self._status(path, overall)]
            if len(self._known) >= KNOWN_MAX:
                self._known.clear()
            self._known[path, host] = (overall.until, answer)
        return answer

    def _asked(self, path: str, query: Query, environ: Environ) -> Answer:
        wants_more = query.verbose or bool(query.exclude)
        overall, granted = self._seen_by(environ, query, wants_more, path == READY)
        exclude = query.exclude if granted else frozenset()
        status = FAIL if self.draining else self._status(path, overall, exclude)
        if not granted or not query.verbose:
            return ONE_WORD[status]
        # most processes are asked for one word only, and need not hold the rest
        from . import details

        body = details.body(overall, status, self._host, exclude, self.draining)
        return Answer(answers.code_of(status), body)

    def _detail(self, path: str, query: Query, environ: Environ) -> Answer:
        overall, granted = self._seen_by(environ, query, True)
        if not granted:
            return Answer(answers.NOT_FOUND, b"")
        from . import details, metrics

        if path == METRICS:
            body = metrics.text(overall, self._host, self.draining)
            return Answer(answers.OK, body, content_type=metrics.CONTENT_TYPE)
        found = details.one_check(overall, path[len(CHECKS) :], self._host)
        if found is None:
            return Answer(answers.NOT_FOUND, b"")
        status, body = found
        return Answer(answers.code_of(status), body)

    def _seen_by(
        self, environ: Environ, query: Query, wants_more: bool, readiness: bool = False
    ) -> tuple[Overall, bool]:
        """Return what is known and whether this caller may see more than a word.

        A member of one database's Health group sees that one and no other, and need
        not name it.
        """
        host = self._http_host(environ)
        overall = self._state.overall(query.database, host, readiness)
        if not wants_more or self._rights.granted(environ):
            return overall, wants_more
        database = self._sessions.database_of(environ)
        if overall.selection.names == (database,):
            return overall, True
        if database and not query.database:
            own = self._state.overall(database, host)
            if own.selection.names:
                return own, True
        return overall, False

    def _status(
        self, path: str, overall: Overall, exclude: frozenset[str] = frozenset()
    ) -> Status:
        return overall.readiness() if path == READY else overall.health(exclude)

    def _http_host(self, environ: Environ) -> str:
        """Return the name the server was called by, as Odoo would take it."""
        if self._host.proxy_mode and (
            forwarded := environ.get("HTTP_X_FORWARDED_HOST")
        ):
            return str(forwarded).rpartition(",")[2].strip()
        return str(environ.get("HTTP_HOST", ""))

    def alone(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer as an application with nothing behind it."""
        answer = self(environ, start_response)
        if answer is None:
            nothing = Answer(answers.NOT_FOUND, b"")
            return send(nothing, environ["REQUEST_METHOD"], start_response)
        return answer

    def close(self) -> None:
        """Close what is kept open."""
        self._server.close()

    def overall(self) -> Overall:
        """Return what counts for readiness to one who names neither database nor
        host.
        """
        return self._state.overall("", "", readiness=True)

    @property
    def draining(self) -> bool:
        """Tell whether this node was taken out, a moment ago at the earliest."""
        now = time.monotonic()
        if now >= self._drain_until:
            self._drained = os.path.exists(self._settings.drain_file)
            self._drain_until = now + min(DRAIN_SECONDS, self._settings.ttl)
        return self._drained
