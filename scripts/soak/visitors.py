"""Users: sessions that load pages and ask for records, one click at a time."""

import contextlib
import copy
import itertools
import threading
import time

from sandbox.errors import SandboxError
from sandbox.site import BUNDLE

SESSIONS = 3
"""Users that are logged in; they click in turns. Two clicks at once would hold both
workers, and while all are busy no application can answer a probe."""

PAUSE = 0.4
"""Seconds between two clicks."""


class Visitors:
    """Click on ``site`` from a thread, until the end of ``with``."""

    def __init__(self, site, writer):
        self._sites = [copy.copy(site) for _each in range(SESSIONS)]
        self._writer = writer
        self._clicking = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.logins = 0
        self.log_in()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._end.set()
        self._thread.join()

    @contextlib.contextmanager
    def resting(self, wanted=True):
        """Let nobody click meanwhile, if that is ``wanted``."""
        with self._clicking if wanted else contextlib.nullcontext():
            yield

    def log_in(self):
        """Let everybody log in, between two clicks."""
        with self._clicking:
            for site in self._sites:
                site.session = site.log_in()
                self.logins += 1

    def _run(self):
        for site, (what, click) in zip(
            itertools.cycle(self._sites), itertools.cycle(CLICKS.items()), strict=False
        ):
            if self._end.wait(PAUSE):
                return
            with self._clicking:
                started = time.time()
                self._writer.write(what, started, click(site))


def _page(site):
    """Open the web client; return its code."""
    return site.code("/odoo", headers=site.session)


def _bundle(site):
    """Open the first file that the web client links; return its code."""
    code, _headers, page = site.server.get("/odoo", headers=site.session)
    urls = BUNDLE.findall(page.decode(errors="replace"))
    return site.code(urls[0], headers=site.session) if urls else code


def _people(site):
    return _asked(site, "res.partner", "web_search_read", [], {"display_name": {}})


def _books(site):
    return _asked(site, "sandbox.book", "search_read", [], ["name"])


def _overview(site):
    return _asked(site, "ipai.health.overview", "load")


def _asked(site, *words):
    """Return 200 when the call was answered, else 500."""
    try:
        site.call(*words)
    except SandboxError:
        return 500
    return 200


CLICKS = {
    "page": _page,
    "people": _people,
    "bundle": _bundle,
    "books": _books,
    "overview": _overview,
}
