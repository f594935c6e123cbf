"""An administrator whose browser has neither styles nor scripts."""

import re
import urllib.parse
import urllib.request

FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S)
FIELD = re.compile(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"')


class Administrator:
    """Reads pages and sends their forms to whatever answers on ``port``."""

    def __init__(self, port):
        self.origin = f"http://127.0.0.1:{port}"
        cookies = urllib.request.HTTPCookieProcessor()
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path):
        """Return the page at ``path``."""
        return self._open(path)

    def log_in(self, login="admin", password="admin"):
        """Log in as people do, by the form of the login page."""
        page = self.get("/web/login?redirect=/ipai/repair")
        self.submit(page, "/web/login", login=login, password=password)

    def submit(self, page, action, **values):
        """Send the form of ``page`` that leads to ``action`` and says nothing else
        than ``values``; return the page that answers.
        """
        for target, inside in FORM.findall(page):
            fields = dict(FIELD.findall(inside))
            if target == action and fields.items() <= (fields | values).items():
                return self._open(action, fields | values)
        raise AssertionError(f"no form leads to {action}:\n{page}")

    def _open(self, path, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields else None
        with self._opener.open(self.origin + path, data, timeout=120) as answer:
            return answer.read().decode()
