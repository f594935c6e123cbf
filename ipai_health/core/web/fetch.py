"""One page asked for as a browser would, within a bounded time and size."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from ..time_limit import within
from .opened import Opened

LARGEST = 48 << 20
"""Bytes of a body that are read; the largest bundle of a full Odoo has 12 MB."""

BLOCK = 1 << 16
REDIRECTS = 5
REDIRECT_CODES = (301, 302, 303, 307, 308)

_SENT_AS_THEY_ARE = "%/!$&'()*+,:;=@[]|"
"""What a browser leaves alone in a path besides letters, digits and ``-._~``; ``%``
since what is encoded already stays so. https://url.spec.whatwg.org/#path-percent-encode-set"""


class Unreachable(Exception):
    """No HTTP answer; the message says why, for a person."""


class Unanswered(Unreachable):
    """The question may have been taken, and was not answered in time."""


@dataclass(frozen=True)
class Page:
    """One answer. ``problem`` says what is wrong with the way the body came."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    problem: str | None = None
    certificate_ends: float | None = None
    """Seconds since the epoch, None without TLS or where it is not verified."""

    @property
    def content_type(self) -> str:
        """Return the media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def target(self) -> str | None:
        """Return where a redirect leads, None for any other answer."""
        location = self.headers.get("location")
        if self.status not in REDIRECT_CODES or not location:
            return None
        return urljoin(self.url, location)


@dataclass
class Browser:
    """Asks for pages: ``timeout`` bounds each, ``host`` stands in for the URL's,
    ``headers`` go with every question.
    """

    timeout: float = 20
    host: str | None = None
    verify: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the host that set them: a page may link to others, which get none."""

    def get(self, url: str) -> Page:
        """Return the answer for ``url``, redirects not followed.

        Raise ``Unreachable``.
        """
        parts = urlsplit(url)
        opened = Opened()
        try:
            return within(self.timeout, lambda: self._ask(url, parts, opened))
        except TimeoutError:
            message = f"no complete answer within {self.timeout:g} s"
            raise Unanswered(message) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable(explain(error)) from error
        finally:
            opened.hang_up()

    def follow(self, url: str) -> list[Page]:
        """Return the answers for ``url`` and the redirects behind it, last one last;
        as far as this browser goes. Raise ``Unreachable``.
        """
        pages = [self.get(url)]
        while (target := pages[-1].target) and len(pages) <= REDIRECTS:
            if not self.goes_to(target):
                break
            if urlsplit(target).scheme not in ("http", "https"):
                raise Unreachable(f"redirected to {target}")
            pages.append(self.get(target))
        return pages

    def goes_to(self, _url: str) -> bool:
        """Tell whether a redirect to that address is followed."""
        return True

    def _ask(self, url: str, parts: SplitResult, opened: Opened) -> Page:
        begin = time.monotonic()
        connection = self._connection(parts)
        opened.connect(connection)
        ends = _certificate_end(connection)
        connection.request("GET", _request_target(parts), headers=self._headers(parts))
        response = connection.getresponse()
        body, problem = _body(response)
        headers = {name.lower(): value for name, value in response.getheaders()}
        self._keep_cookies(parts, response)
        body, unpacked = _unpacked(body, headers.get("content-encoding", ""))
        return Page(
            url=url,
            status=response.status,
            headers=headers,
            body=body,
            seconds=time.monotonic() - begin,
            problem=problem or unpacked,
            certificate_ends=ends,
        )

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        if parts.scheme != "https":
            return http.client.HTTPConnection(host, parts.port, timeout=self.timeout)
        context = ssl.create_default_context()
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(
            host, parts.port, timeout=self.timeout, context=context
        )

    def _headers(self, parts: SplitResult) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip", "User-Agent": "ipai-health"}
        headers |= self.headers
        if self.host:
            headers["Host"] = self.host
        headers |= authorization(parts)
        if cookies := self.cookies.get(_host(parts)):
            pairs = (f"{name}={value}" for name, value in cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        return headers

    def _keep_cookies(
        self, parts: SplitResult, response: http.client.HTTPResponse
    ) -> None:
        """Keep the session, which Odoo needs to remember the database."""
        cookies = self.cookies.setdefault(_host(parts), {})
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            cookies[name.strip()] = value.strip()


def _host(parts: SplitResult) -> str:
    return f"{parts.hostname}:{parts.port or parts.scheme}"


def _request_target(parts: SplitResult) -> str:
    """Return path and query, encoded as a browser does."""
    path = quote(parts.path or "/", _SENT_AS_THEY_ARE)
    query = quote(parts.query, _SENT_AS_THEY_ARE + "?\\^`{}")
    return f"{path}?{query}" if query else path


def authorization(parts: SplitResult) -> dict[str, str]:
    """Return the header for the name and password in a URL, none without them."""
    if not parts.username:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def explain(error: Exception) -> str:
    """Return in a few words why there was no answer."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is refused: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {error.reason or error}"
    if isinstance(error, socket.gaierror):
        return f"the host name cannot be resolved: {error.strerror}"
    if isinstance(error, (http.client.HTTPException, ValueError)):
        said = " ".join(str(error).split())[:120]
        return f"the answer is no HTTP: {type(error).__name__} {said}".rstrip()
    return str(getattr(error, "strerror", None) or error).lower()


def _body(response: http.client.HTTPResponse) -> tuple[bytes, str | None]:
    """Return the body and, where it did not come whole, why."""
    body = bytearray()
    try:
        while block := response.read(BLOCK):
            body += block
            if len(body) > LARGEST:
                return bytes(body), f"it goes on after {LARGEST >> 20} MB"
    except http.client.IncompleteRead as error:
        body += error.partial
        missing = f", {error.expected} bytes are missing" if error.expected else ""
        return bytes(body), f"it was cut short{missing}"
    promised = response.headers.get("Content-Length", "")
    if promised.isdigit() and len(body) < int(promised):
        return bytes(body), f"it was cut short: {len(body)} of {promised} bytes came"
    return bytes(body), None


def _unpacked(body: bytes, encoding: str) -> tuple[bytes, str | None]:
    """Return the body without gzip, never more than ``LARGEST`` bytes."""
    if encoding.strip().lower() != "gzip":
        return body, None
    try:
        return zlib.decompressobj(31).decompress(body, LARGEST), None
    except zlib.error:
        return b"", "it is not the gzip that it claims to be"


def _certificate_end(connection: http.client.HTTPConnection) -> float | None:
    if not isinstance(connection.sock, ssl.SSLSocket):
        return None
    ends = (connection.sock.getpeercert() or {}).get("notAfter")
    return ssl.cert_time_to_seconds(ends) if isinstance(ends, str) else None
