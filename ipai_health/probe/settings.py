"""The options of the probe: keys of odoo.conf, or the environment in capitals."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from ..core.own_log import own_logger

_logger = own_logger(__name__)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

TTL = 1.0
"""Seconds that a verdict is good for."""
TIMEOUT = 1.5
"""Seconds that a look may take: with what else an answer needs, 2 s are kept."""
LONGEST_TIMEOUT = 1.8

TRUE = ("1", "true", "yes", "on", "t", "y")

Option = Callable[[str], object]


@dataclass(frozen=True)
class Settings:
    """What an administrator chose."""

    token: str = field(default="", repr=False)
    allow: tuple[Network, ...] = ()
    ttl: float = TTL
    timeout: float = TIMEOUT
    databases: tuple[str, ...] = ()
    drain_file: str = ""
    access_log: bool = False


def read(option: Option, default_drain_file: str) -> Settings:
    """Return the settings; a value that is of no use is told once and not used.

    ``option`` gives the value of a key of odoo.conf, or ``None``.
    """

    def text(name: str) -> str:
        key = f"ipai_health_{name}"
        value = os.environ.get(key.upper(), option(key))
        return "" if value in (None, False) else str(value).strip()

    return Settings(
        token=text("token"),
        allow=_networks(text("allow")),
        ttl=_seconds("ttl", text("ttl"), TTL, 60.0),
        timeout=_seconds("timeout", text("timeout"), TIMEOUT, LONGEST_TIMEOUT),
        databases=tuple(_words(text("databases"))),
        drain_file=text("drain_file") or default_drain_file,
        access_log=text("access_log").lower() in TRUE,
    )


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _networks(text: str) -> tuple[Network, ...]:
    networks = []
    for word in _words(text):
        try:
            networks.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            _logger.warning("ipai_health_allow: %r is no network, left out", word)
    return tuple(networks)


def _seconds(name: str, text: str, usual: float, most: float) -> float:
    if not text:
        return usual
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if 0 <= seconds <= most:
        return seconds
    _logger.warning(
        "ipai_health_%s: %r is not between 0 and %g seconds, %g is used",
        name,
        text,
        most,
        usual,
    )
    return usual
