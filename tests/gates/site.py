"""A small site with the pages of a healthy Odoo, each of which a test can spoil."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LOGIN = """<!DOCTYPE html><html><head>
<link rel="stylesheet" href="/web/assets/1a2b3c4/web.assets_frontend.min.css"/>
<link rel="icon" href="/web/static/img/favicon.ico"/>
<script src="https://analytics.example.com/tracker.js"></script>
<script src="/web/assets/5d6e7f8/web.assets_frontend_minimal.min.js"></script>
<script data-src="/web/assets/9a8b7c6/web.assets_frontend_lazy.min.js"></script>
</head><body><form action="/web/login"></form></body></html>"""

STYLE = "body{color:#111}"
SCRIPT = 'odoo.define("web.x",[],function(){console.error("no such thing")});'


class Answer:
    """What the site says for one path."""

    def __init__(self, body: str = "", kind: str = "text/html", status: int = 200):
        self.body = body.encode()
        self.status = status
        self.headers = {"Content-Type": kind, "Content-Length": str(len(self.body))}


def style(body: str = STYLE) -> Answer:
    return Answer(body, "text/css; charset=utf-8")


def script(body: str = SCRIPT) -> Answer:
    return Answer(body, "application/javascript; charset=utf-8")


def redirect(to: str, status: int = 303) -> Answer:
    answer = Answer(status=status)
    answer.headers["Location"] = to
    return answer


def healthy() -> dict[str, Answer]:
    """Return the pages of a healthy Odoo 19."""
    return {
        "/web/login": Answer(LOGIN, "text/html; charset=utf-8"),
        "/web": redirect("/web/login?redirect=/web?"),
        "/web/bundle/web.assets_web": Answer(
            '[{"type": "link", "src": "/web/assets/0f0f0f0/web.assets_web.min.css"},'
            '{"type": "script", "src": "/web/assets/1f1f1f1/web.assets_web.min.js"}]',
            "application/json",
        ),
        "/web/assets/1a2b3c4/web.assets_frontend.min.css": style(),
        "/web/assets/5d6e7f8/web.assets_frontend_minimal.min.js": script(),
        "/web/assets/9a8b7c6/web.assets_frontend_lazy.min.js": script(),
        "/web/assets/0f0f0f0/web.assets_web.min.css": style(),
        "/web/assets/1f1f1f1/web.assets_web.min.js": script(),
    }


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.hosts.append(self.headers["Host"])
        self.server.cookies.append(self.headers["Cookie"])
        missing = Answer("<html>not found</html>", status=404)
        answer = self.server.pages.get(self.path.partition("?")[0], missing)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Site(ThreadingHTTPServer):
    """Serves ``pages`` on a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = healthy()
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.cookies: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running(wrap: Callable[[Site], None] | None = None) -> Iterator[Site]:
    """Give a running site; ``wrap`` may put TLS around its socket."""
    site = Site()
    if wrap:
        wrap(site)
    thread = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
