"""A message handed to another server, within one bounded time."""

from __future__ import annotations

import urllib.error
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from ..time_limit import within
from .fetch import Unanswered, Unreachable, authorization, explain
from .opened import Opened

NO_ADDRESS = "the address is not one of the web: http:// or https:// and a host"


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` can be asked by HTTP, and only so."""
    try:
        parts = urlsplit(url)
        _port = parts.port  # raises for what is none
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def post(url: str, body: bytes, timeout: float) -> int:
    """Send the JSON ``body`` to ``url`` and return the status of the answer.

    A redirect is an answer like any other, and the text of one is not read. Proxies
    are those of the environment. ``timeout`` bounds the whole, in seconds. Raise
    ``Unreachable``, whose message does not hold the address.
    """
    if not is_web_address(url):
        raise Unreachable(NO_ADDRESS)
    opened = Opened()
    try:
        return within(timeout, lambda: _status(url, body, timeout, opened))
    except TimeoutError:
        raise Unanswered(f"no answer within {timeout:g} s") from None
    except urllib.error.URLError as error:
        reason = error.reason
        raise Unreachable(
            explain(reason) if isinstance(reason, Exception) else str(reason)
        ) from None
    except (OSError, HTTPException) as error:
        raise Unreachable(explain(error)) from None
    finally:
        opened.hang_up()


def _status(url: str, body: bytes, timeout: float, opened: Opened) -> int:
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json", "User-Agent": "ipai-health"}
    address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    request = Request(address, body, headers | authorization(parts), method="POST")
    opener = OpenerDirector()
    for handler in (ProxyHandler(), _Remembering(opened)):
        opener.add_handler(handler)
    with opener.open(request, timeout=timeout) as answer:
        return int(answer.status)


class _Remembering(HTTPHandler, HTTPSHandler):
    """Opens connections of both kinds, and adds them to ``opened``."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened

    def http_open(self, request: Request) -> Any:
        return self.do_open(self._remembered(HTTPConnection), request)

    def https_open(self, request: Request) -> Any:
        return self.do_open(self._remembered(HTTPSConnection), request)

    def _remembered(self, kind: type[HTTPConnection]) -> Callable[..., HTTPConnection]:
        def make(*args: Any, **options: Any) -> HTTPConnection:
            connection = kind(*args, **options)
            self._opened.remember(connection)
            return connection

        return make
