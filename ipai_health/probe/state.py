"""Brings selection, looks and memory together: what is the state of things now."""

from __future__ import annotations

import threading
import time

from .deadline import Deadline
from .host import Host
from .look import Looker
from .memory import Memory
from .overall import Overall
from .selection import SEVERAL, WORST, Selection, Selector
from .settings import Settings
from .verdict import Verdict

SERVER = ""
"""The name of the server itself among the remembered verdicts."""

SECONDS_EACH = 0.04
"""A look at one of many databases costs 15 to 22 ms for its connection; with this
much time for each, looking takes no more than half of it, and 200 databases are
looked at every 8 s."""

LAST_SHARE = 1 / 3
"""Of the time of a request that looks at many databases, what the last look at one has
at least: less would make a slow answer out of a late question."""


class State:
    """Answers what is judged and how it is, looking no more than needed."""

    def __init__(
        self,
        host: Host,
        settings: Settings,
        selector: Selector,
        looker: Looker,
        memory: Memory,
    ) -> None:
        self._host = host
        self._settings = settings
        self._selector = selector
        self._looker = looker
        self._memory = memory
        self._round_lock = threading.Lock()
        self._existing: tuple[str, ...] = ()

    def overall(self, picked: str, http_host: str, readiness: bool = False) -> Overall:
        """Return what is known for this request, within the deadline; for
        ``readiness`` nothing is looked at that does not count for it.
        """
        deadline = Deadline(self._settings.timeout)
        process_fault = self._host.ask_process(deadline)
        server = None
        existing: tuple[str, ...] = ()
        if self._selector.needs_list(picked):
            server = self._server(deadline)
            existing = self._databases(server)
        selection = self._selector.select(picked, http_host, existing)
        if readiness:
            selection = selection.for_readiness()
        verdicts = self._verdicts(selection, deadline, keep=not picked)
        return Overall(
            selection,
            verdicts,
            server,
            self._until(verdicts, server),
            process_fault(),
        )

    def _server(self, deadline: Deadline) -> Verdict | None:
        return self._memory.get(SERVER, self._looker.look_at_server, deadline)

    def _databases(self, server: Verdict | None) -> tuple[str, ...]:
        """Return the databases there are, or were when the server last answered."""
        if server and server.reached and server.databases != self._existing:
            self._existing = server.databases
            for name in self._memory.keep_only((SERVER, *self._existing)):
                self._looker.forget(name)
        return self._existing

    def _verdicts(
        self, selection: Selection, deadline: Deadline, keep: bool
    ) -> tuple[Verdict | None, ...]:
        names = selection.names
        if selection.mode == WORST and len(names) == 1:
            return (self._look(names[0], deadline, keep),)
        missing = [self._memory.last(name) is None for name in names]
        if selection.mode == WORST:
            self._look_round(names, deadline, waits=any(missing))
        elif selection.mode == SEVERAL:
            self._look_round(names, deadline, waits=all(missing))
        return tuple(self._memory.last(name) for name in names)

    def _look(self, name: str, deadline: Deadline, keep: bool) -> Verdict | None:
        def look(limit: Deadline) -> Verdict:
            return self._looker.look(name, limit, keep)

        return self._memory.get(name, look, deadline)

    def _look_round(
        self, names: tuple[str, ...], deadline: Deadline, waits: bool
    ) -> None:
        """Look at those whose turn it is, the longest unseen first, for a while.

        One request at a time does so; the others take what is known, or wait for it.
        """
        if not self._due(names):
            return
        patience = deadline.remaining() if waits else 0
        if not self._round_lock.acquire(timeout=patience):
            return
        try:
            for name in self._due(names):
                if deadline.remaining() < LAST_SHARE * deadline.seconds:
                    break
                self._look(name, deadline, keep=False)
        finally:
            self._round_lock.release()

    def _due(self, names: tuple[str, ...]) -> list[str]:
        period = max(self._settings.ttl, len(names) * SECONDS_EACH)
        before = time.monotonic() - period
        seen = [(self._last_seen(name), name) for name in names]
        return [name for when, name in sorted(seen) if when < before]

    def _last_seen(self, name: str) -> float:
        verdict = self._memory.last(name)
        return verdict.looked if verdict else float("-inf")

    def _until(
        self, verdicts: tuple[Verdict | None, ...], server: Verdict | None
    ) -> float:
        """Return until when this answer is good."""
        ends = [time.monotonic() + self._settings.ttl]
        if server:
            ends.append(server.until)
        if len(verdicts) == 1 and verdicts[0]:
            ends.append(verdicts[0].until)
        return min(ends)
