"""Which databases a request is answered for."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from typing import Literal, NamedTuple

from ..core.odoo_conf import dbfilter

Mode = Literal["worst", "several", "none", "unknown"]

WORST: Mode = "worst"
"""Each of these databases must be well."""
SEVERAL: Mode = "several"
"""No tenant may take the node away from the others."""
NONE: Mode = "none"
"""No database is exposed: only the server can be judged."""
UNKNOWN: Mode = "unknown"
"""The picked database is not exposed, or not there."""


REMEMBERED = 60.0
"""Seconds that an answer of dbfilter is remembered at most: one that a busy machine did
not find in time is looked for again."""


class Selection(NamedTuple):
    """The databases to judge, how they count together, and why it is these."""

    mode: Mode
    names: tuple[str, ...] = ()
    reason: str = ""

    def for_readiness(self) -> Selection:
        """Return what counts for it: none of several tenants does."""
        if self.mode != SEVERAL:
            return self
        return Selection(SEVERAL, (), "several databases are exposed")


class Selector:
    """Chooses databases as Odoo exposes them.

    ``configured`` is ``ipai_health_databases``, ``db_names`` and ``pattern`` are
    Odoo's ``db_name`` and ``dbfilter``.
    """

    def __init__(
        self,
        configured: tuple[str, ...],
        db_names: tuple[str, ...],
        pattern: str,
    ) -> None:
        self._configured = configured
        self._db_names = db_names
        self._dbfilter = pattern
        self.by_host = dbfilter.needs_host(pattern)
        """Whether the answer depends on the name the server was called by."""

    def needs_list(self, picked: str) -> bool:
        """Tell whether the server must be asked which databases there are."""
        if picked:
            return bool(self._dbfilter) or not self._db_names
        return not self._configured and not self._db_names

    def select(
        self, picked: str, http_host: str, existing: tuple[str, ...]
    ) -> Selection:
        """Return the databases to judge among the ``existing`` ones."""
        if picked:
            exposed = self.exposed(http_host, existing)
            if picked in exposed:
                return Selection(WORST, (picked,), "it was asked for")
            return Selection(UNKNOWN, (), "no database of that name is exposed")
        if self._configured:
            reason = "ipai_health_databases names it"
            return Selection(WORST, self._configured, reason)
        if self._db_names:
            return Selection(WORST, self._db_names, "db_name names it")
        exposed = self.exposed(http_host, existing)
        if len(exposed) == 1:
            return Selection(WORST, exposed, "it is the only one exposed")
        if exposed:
            return Selection(SEVERAL, exposed, "dbfilter exposes it")
        return Selection(NONE, (), "no database is exposed")

    def exposed(self, http_host: str, existing: tuple[str, ...]) -> tuple[str, ...]:
        """Return the databases that Odoo shows to a request for ``http_host``."""
        if not self._dbfilter:
            return self._db_names or existing
        if self.by_host and not http_host:
            return ()
        host = http_host if self.by_host else ""
        turn = int(time.monotonic() / REMEMBERED)
        return _matching(self._dbfilter, host, existing, turn)


@lru_cache(maxsize=64)
def _matching(
    pattern: str, host: str, existing: tuple[str, ...], _turn: int
) -> tuple[str, ...]:
    try:
        return tuple(dbfilter.exposed(pattern, existing, host))
    except re.error:
        return ()
