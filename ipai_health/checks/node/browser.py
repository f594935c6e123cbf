"""Asks the node itself for the pages of the site."""

import threading
from urllib.parse import urlsplit

from ...core.web.fetch import Browser, Unanswered


class Stuck(Exception):
    """The node took the question for a page and keeps it; the text says how long."""

    def __init__(self, path, reason):
        super().__init__(str(reason))
        self.path = path


class NodeBrowser(Browser):
    """Asks ``origin`` whatever the address: pages name the site by its public name,
    and that leads to the balancer.

    It asks one question at a time, and none after one that was not answered: each
    holds a worker, and a node has few. ``get`` and ``follow`` then raise ``Stuck``.
    """

    def __init__(self, origin, **options):
        super().__init__(**options)
        self.origin = origin
        self._turn = threading.Lock()
        self._stuck = None

    def goes_to(self, url):
        """Tell whether ``url`` is the site's: its users may log in elsewhere."""
        return urlsplit(url).netloc in (urlsplit(self.origin).netloc, self.host)

    def get(self, url):
        """Return the answer of the node for the path of ``url``."""
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        with self._turn:
            if self._stuck is not None:
                raise self._stuck
            try:
                return super().get(f"{self.origin}{parts.path}{query}")
            except Unanswered as reason:
                self._stuck = Stuck(parts.path, reason)
                raise self._stuck from reason
