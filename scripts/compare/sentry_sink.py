"""A Sentry that takes every report and only counts the events."""

import gzip
import http.server
import threading


class SentrySink(http.server.ThreadingHTTPServer):
    """Listens on a port of its own of this machine, from a thread of its own."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.events = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def dsn(self):
        """Return the address to be given to those who report."""
        return f"http://sandbox@127.0.0.1:{self.server_address[1]}/1"

    def close(self):
        """End it."""
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.events += body.count(b'"type":"event"')
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words):
        """Keep quiet."""
