"""The styles and scripts that a page links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

BUNDLES = "/web/assets/"
_ATTRIBUTES = {"link": ("href", "data-href"), "script": ("src", "data-src")}
_SUFFIXES = (".css", ".js")


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for attribute in _ATTRIBUTES.get(tag, ()):
            if link := values.get(attribute):
                self.links.append(link.strip())


def linked(page: str, url: str) -> list[str]:
    """Return the absolute URLs of the styles and scripts of ``page``, in its order.

    Those of its own host, and bundles wherever they are served from (a CDN); scripts
    of third parties are not ours to judge.
    """
    collector = _Collector()
    collector.feed(page)
    found = (urljoin(url, link) for link in collector.links)
    return list(dict.fromkeys(link for link in found if _is_ours(link, url)))


def listed(body: bytes, url: str) -> list[str] | None:
    """Return the files of an answer of ``/web/bundle/…``, None where it is none."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entries, list):
        return None
    found = (entry.get("src") for entry in entries if isinstance(entry, dict))
    return [urljoin(url, link) for link in found if isinstance(link, str)]


def matching(pattern: str, links: list[str]) -> Iterator[str]:
    """Yield the links that a pattern such as
    ``/web/assets/*/web.assets_frontend.min.css`` stands for.

    Only the name counts: the parts before it change with every build.
    """
    name = pattern.rpartition("/")[2]
    for link in links:
        if fnmatchcase(urlsplit(link).path.rpartition("/")[2], name):
            yield link


def _is_ours(link: str, url: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https"):
        return False
    if BUNDLES in parts.path:
        return True
    return parts.netloc == urlsplit(url).netloc and parts.path.endswith(_SUFFIXES)
