"""What the probe asks of the server it lives in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from .deadline import Deadline


class SessionQuestion(NamedTuple):
    """What to ask a database to know whether a session is good."""

    database: str
    user: int
    statement: str
    values: Sequence[object]
    """They yield one row: what the session's token is made from."""
    token: str
    """The token that the session carries."""
    expected: Callable[[tuple[str, ...], tuple[Any, ...]], str]
    """From the columns and values of that row to the token it should carry."""


class Host(Protocol):
    """A server process of Odoo, or the sidecar."""

    node: str
    """Host name and HTTP port."""
    version: str
    """The version of the addon."""
    release: str
    """The version of Odoo, for the details."""
    series: str
    """The series whose databases can be served; empty if that is not known."""
    db_names: tuple[str, ...]
    """Odoo's ``db_name``."""
    dbfilter: str
    """Odoo's ``dbfilter``, as written."""
    templates: tuple[str, ...]
    """Databases that are never served."""
    proxy_mode: bool
    """Whether headers of a proxy name the client and the host."""

    def parameters(self, database: str) -> dict[str, str]:
        """Return libpq's parameters for a connection to ``database``."""

    def pool_fault(self) -> str:
        """Return why the process has no connection left for a request, or nothing.
        Never waits.
        """

    def registry_fault(self, database: str) -> str:
        """Return why the registry cannot serve now, or nothing. Never waits."""

    def ask_process(self, deadline: Deadline) -> Callable[[], str]:
        """Start asking whether the server process serves; the function returned says
        why it does not, or nothing, within the deadline.
        """

    def session_question(self, cookie: str) -> SessionQuestion | None:
        """Return what to ask to know whether a session is good, if it can be known."""
