"""Whether Odoo knows that a proxy stands before it."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Finding
from ..expected import Expected
from ..settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def judge(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield a finding when a proxy is evident and proxy_mode is off."""
    setting = settings["proxy_mode"]
    if not setting.known or setting.value:
        return
    sign = _sign(settings)
    if sign:
        yield settings.finding(
            "proxy-mode-off", "proxy_mode", f"It is off, but {sign}."
        )


def _sign(settings: Settings) -> str:
    """Return what shows that a proxy is meant to stand before Odoo, if anything."""
    if settings["proxy_mode"].is_set:
        return "the file says so itself, and production needs it"
    if settings["http_interface"].value in LOOPBACK:
        return "http_interface lets only a proxy on this machine in"
    if settings["x_sendfile"].value:
        return "x_sendfile counts on one"
    if settings["workers"].value:
        return "with workers only a proxy can bring /websocket to its port"
    return ""
