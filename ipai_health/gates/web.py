"""``web``: the pages and assets of the runtime contract, as a browser meets them."""

from __future__ import annotations

import argparse
from urllib.parse import SplitResult, urlsplit

from ..core import thresholds
from ..core.report import Report
from ..core.web.fetch import Browser
from ..core.web.site import Limits, look
from . import option_types
from .errors import CannotLook

TIMEOUT = 20.0
"""Seconds for each answer. The first request after a restart builds the bundles,
which takes a full Odoo some ten seconds."""

CERTIFICATE_DAYS = 14
"""Days left under which a certificate is told: automatic renewal is due at thirty."""

_ENTRANCES = ("/web/login", "/web", "/odoo")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the address and how patient to be."""
    parser.add_argument("url", metavar="URL", help="https://erp.example.com")
    parser.add_argument(
        "--asset",
        action="append",
        default=[],
        metavar="PATTERN",
        help="an asset that must be linked and served, such as "
        "'/web/assets/*/web.assets_frontend.min.css'; repeatable",
    )
    parser.add_argument("--host", help="ask for this host name, at the URL's address")
    parser.add_argument(
        "--insecure", action="store_true", help="accept any certificate"
    )
    parser.add_argument(
        "--timeout",
        type=option_types.patience,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"for each answer (default {TIMEOUT:g})",
    )
    parser.add_argument(
        "--slow",
        type=option_types.seconds,
        default=thresholds.SLOW_PAGE,
        metavar="SECONDS",
        help=f"a page that takes longer is slow (default {thresholds.SLOW_PAGE:g})",
    )
    parser.add_argument(
        "--certificate-days",
        type=int,
        default=CERTIFICATE_DAYS,
        metavar="DAYS",
        help=f"a certificate that ends sooner is told (default {CERTIFICATE_DAYS})",
    )


def run(options: argparse.Namespace) -> Report:
    """Ask for the pages and whatever they link. Raises ``CannotLook``."""
    base, patterns = _address(options.url)
    browser = Browser(options.timeout, options.host, verify=not options.insecure)
    limits = Limits(options.slow, int(options.certificate_days))
    return look(browser, base, [*patterns, *options.asset], limits)


def _address(url: str) -> tuple[str, list[str]]:
    """Return the address of the site, and the pattern that came with it."""
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in ("http", "https") and parts.hostname and _port(parts)
    except ValueError:
        valid = False
    if not valid:
        raise CannotLook(f"{url}: not a URL such as https://erp.example.com")
    path = parts.path.rstrip("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    if "/web/assets/" in path:
        return origin, [path]
    if path in _ENTRANCES:
        path = ""
    return origin + path, []


def _port(parts: SplitResult) -> int:
    """Return the port. Raises ``ValueError`` where it is none."""
    return parts.port or 1
