"""Speaks HAProxy's agent-check: one line to whoever connects."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable

from ..core.severity import FAIL
from .application import Probe
from .sidecar import SidecarHost

READY = b"ready up\n"
DOWN = b"ready down #not ready\n"
DRAIN = b"drain up #draining\n"
"""``drain`` lets those who are here finish; ``ready`` ends it."""

SILENCE_SECONDS = 10.0
"""How long an Odoo that served may be silent: HAProxy obeys an agent at once, its
``fall`` does not apply, and two requests that keep two workers for a moment would take
the node out, and every other one that is as busy."""


class AgentServer(socketserver.ThreadingTCPServer):
    """Answers agent checks on ``address`` by what ``word`` returns."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: tuple[str, int], word: Callable[[], bytes]) -> None:
        self.word = word
        super().__init__(address, _Handler)

    def start(self) -> None:
        """Serve from a thread of its own, for as long as the process lives."""
        threading.Thread(
            target=self.serve_forever, name="ipai_health.agent", daemon=True
        ).start()


class _Handler(socketserver.BaseRequestHandler):
    server: AgentServer

    def handle(self) -> None:
        self.request.settimeout(2.0)
        self.request.sendall(self.server.word())


def word_of(probe: Probe, host: SidecarHost) -> bytes:
    """Return the line for the state that ``probe`` sees now beside ``host``'s Odoo:
    readiness decides, as a fault of shared data must not take every node away.

    Silence is told once it lasted; what Odoo, its port or PostgreSQL say, at once.
    """
    if probe.draining:
        return DRAIN
    overall = probe.overall()
    if host.silent_since > time.monotonic() - SILENCE_SECONDS:
        overall = overall._replace(process_fault="")
    return DOWN if overall.readiness() == FAIL else READY
