"""A Sentry that takes every event and keeps who logged it and what."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class SentrySink(ThreadingHTTPServer):
    """Listens on a port of its own of this machine, from a thread of its own."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.events = []
        """Name of the logger and text of each event."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def dsn(self):
        """Return the address that the addon is given."""
        return f"http://key@127.0.0.1:{self.server_port}/1"

    def close(self):
        """End it."""
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.events += _events(body)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_args):
        """Keep the terminal to the table."""


def _events(envelope):
    """Yield logger and text of the events of an envelope: one line of its own, then a
    line about each item and the item.
    """
    lines = iter(envelope.splitlines()[1:])
    for about, item in zip(lines, lines, strict=False):
        if json.loads(about).get("type") == "event":
            event = json.loads(item)
            if event.get("level") == "info":
                continue  # that it has begun
            entry = event.get("logentry") or {}
            yield event.get("logger") or "", entry.get("message") or ""
