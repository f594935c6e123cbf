"""The host of the sidecar: it stands beside Odoo and asks Odoo whether it serves.

What only Odoo's process can know (its registries, its pool, its sessions) it does
not know.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from .deadline import Deadline
from .host import SessionQuestion
from .routing import LIVE

ASK_SECONDS = 1.2
"""How long Odoo may take to say that it lives: it does so in milliseconds, unless
every worker is busy."""


@dataclass
class SidecarHost:
    """What the configuration of Odoo says, and how its process is."""

    node: str
    version: str
    release: str
    series: str
    db_names: tuple[str, ...]
    dbfilter: str
    templates: tuple[str, ...]
    proxy_mode: bool
    connection: dict[str, str]
    """libpq's parameters, without the database."""
    odoo_url: str
    ttl: float

    def __post_init__(self) -> None:
        self._odoo = OdooProcess(self.odoo_url, self.ttl)

    def parameters(self, database: str) -> dict[str, str]:
        """Return what Odoo would connect with."""
        return {"dbname": database, "application_name": "ipai-health"} | self.connection

    def ask_process(self, deadline: Deadline) -> Callable[[], str]:
        """Start asking Odoo; the function returned waits for what it says."""
        return self._odoo.ask(deadline)

    @property
    def silent_since(self) -> float:
        """Return since when Odoo is silent, see ``OdooProcess``."""
        return self._odoo.silent_since

    def pool_fault(self) -> str:
        """Return nothing: the pool is inside Odoo."""
        return ""

    def registry_fault(self, database: str) -> str:
        """Return nothing: the registries are inside Odoo."""
        return ""

    def session_question(self, cookie: str) -> SessionQuestion | None:
        """Return nothing: sessions need a registry to be judged."""
        return None


class OdooProcess:
    """Asks Odoo's ``/ipai/health/live``: one question at a time, and per ttl.

    ``silent_since`` is the monotonic time of the first question that an Odoo which had
    answered left without one; infinite while it answers, minus infinite if it never
    has, or was gone meanwhile.
    """

    def __init__(self, url: str, ttl: float) -> None:
        parts = urlsplit(url)
        self._url = url
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._ttl = ttl
        self._lock = threading.Lock()
        self._until = 0.0
        self._fault = ""
        self.silent_since = float("-inf")
        self._answered = threading.Event()

    def ask(self, deadline: Deadline) -> Callable[[], str]:
        """See ``SidecarHost.ask_process``."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._until = float("inf")
                self._answered.clear()
                name = "ipai_health.ask_odoo"
                threading.Thread(target=self._ask, name=name, daemon=True).start()

        def wait() -> str:
            if self._answered.wait(deadline.remaining()):
                return self._fault
            return f"Odoo did not answer at {self._url}"

        return wait

    def _ask(self) -> None:
        try:
            self._fault = self._said()
        finally:
            self._until = time.monotonic() + self._ttl
            self._answered.set()

    def _said(self) -> str:
        """Return why Odoo does not serve; whatever HTTP answer it gives, it does."""
        connection = http.client.HTTPConnection(
            self._host, self._port, timeout=ASK_SECONDS
        )
        asked = time.monotonic()
        try:
            connection.request("GET", LIVE, headers={"Connection": "close"})
            connection.getresponse().close()
        except TimeoutError:
            self.silent_since = min(self.silent_since, asked)
            return (
                f"Odoo did not answer at {self._url} within {ASK_SECONDS:g} s: every "
                "worker is busy or stuck, or it is still starting"
            )
        except (OSError, http.client.HTTPException) as error:
            self.silent_since = float("-inf")
            reason = getattr(error, "strerror", None) or str(error)
            return f"Odoo does not answer at {self._url}: {reason}"
        finally:
            connection.close()
        self.silent_since = float("inf")
        return ""
