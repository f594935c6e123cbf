"""Who may see more than one word."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from .routing import Environ
from .settings import Settings

FORWARDING_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_VIA",
)
"""Headers that say that the socket's peer is a proxy, and not who asks."""


class Rights:
    """Judges a request by its token and by where it comes from."""

    def __init__(self, settings: Settings, proxy_mode: bool) -> None:
        self._digest = _digest(settings.token.encode()) if settings.token else None
        self._allow = settings.allow
        self._proxy_mode = proxy_mode

    def granted(self, environ: Environ) -> bool:
        """Tell whether the request may see details."""
        return self._by_token(environ) or self._by_address(environ)

    def _by_token(self, environ: Environ) -> bool:
        """Compare digests, so that neither bytes nor length show in the time."""
        scheme, _space, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if self._digest is None or scheme.lower() != "bearer":
            return False
        given = _digest(token.strip().encode("latin-1", "replace"))
        return hmac.compare_digest(given, self._digest)

    def _by_address(self, environ: Environ) -> bool:
        if not self._allow:
            return False
        address = _address(self._client(environ))
        if address is None:
            return False
        return any(address in network for network in self._allow)

    def _client(self, environ: Environ) -> str:
        """Return the address to judge; empty if a proxy hides it."""
        if not any(header in environ for header in FORWARDING_HEADERS):
            return str(environ.get("REMOTE_ADDR", ""))
        if not self._proxy_mode:
            return ""
        # the last one is what the proxy itself saw, all others anyone can write
        return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
