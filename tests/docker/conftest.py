"""A server that answers as the probe of a node does."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Probe(ThreadingHTTPServer):
    """Answers each path with the code that ``answers`` has for it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = {"/ipai/health/ready": 200, "/ipai/health/live": 200}
        self.port = self.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    server: Probe

    def do_GET(self) -> None:
        status = self.server.answers.get(self.path, 404)
        body = json.dumps({"status": "pass" if status == 200 else "fail"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def probe():
    """Give a server that answers as the probe does."""
    server = Probe()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
