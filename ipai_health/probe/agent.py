"""Speaks HAProxy's agent-check: one line to whoever connects."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable

from .application import Probe

READY = b"ready up\n"
DOWN = b"ready down #not ready\n"
DRAIN = b"drain up #draining\n"
"""``drain`` lets those who are here finish; ``ready`` ends it."""


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


def word_of(probe: Probe) -> bytes:
    """Return the line for the state that ``probe`` sees now: readiness decides, as a
    fault of shared data must not take every node away.
    """
    if probe.draining:
        return DRAIN
    return DOWN if probe.readiness() == "fail" else READY
