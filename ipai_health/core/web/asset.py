"""What a served style or script must look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ..asset_marker import css_error
from ..distribution import left_out
from ..finding import Finding
from .fetch import Page

_SCRIPT_ERROR = re.compile(
    rb"(?P<call>console\.error|throw new Error)\(\"(?P<text>[^\n]{1,400}?) in file "
    rb"'(?P<file>[^'\n]{1,300})'\"\);"
)
"""Odoo 19 puts this in the place of a script it cannot read (``console.error``), and
of all templates of a bundle when one of them is broken (``throw new Error``)."""

TOLD = 400
"""Characters of an error that a message repeats: of a long one the end is noise."""

SENT_BY_PROXY = frozenset({"x-accel-redirect", "x-sendfile"})
"""With one of these Odoo leaves sending the file to the web server in front of it, so
its own answer has no body."""

_TYPES = {
    "css": ("text/css",),
    "js": (
        "application/javascript",
        "text/javascript",
        "application/x-javascript",
        "application/ecmascript",
    ),
}


def judge(pages: list[Page]) -> Iterator[Finding]:
    """Yield what is wrong with an asset; ``pages`` are its redirects and its end."""
    page = pages[-1]
    name = subject(pages[0].url)
    problem = _transport(pages) or _content(page, name)
    if problem:
        yield Finding("http-asset-failed", name, f"{pages[0].url}: {problem}")
        return
    yield from _markers(page, name)


def subject(url: str) -> str:
    """Return the name of an asset, which stays when it is built anew."""
    return urlsplit(url).path.rpartition("/")[2] or url


def _transport(pages: list[Page]) -> str | None:
    page = pages[-1]
    if len(pages) > 1 and pages[0].status != 303:
        return f"answers {pages[0].status}, a redirect other than 303"
    if page.target:
        return "redirects without end"
    if page.status != 200:
        return f"answers {page.status}"
    return page.problem


def _content(page: Page, name: str) -> str | None:
    if not page.headers.keys().isdisjoint(SENT_BY_PROXY):
        return None
    if not page.body.strip():
        return "is empty"
    if page.body[:512].lstrip().lower().startswith((b"<!doctype", b"<html")):
        return "is an HTML page"
    expected = _TYPES.get(name.rpartition(".")[2])
    if expected and page.content_type not in expected:
        return f"is served as {page.content_type or 'no type'}, not as {expected[0]}"
    return None


def _markers(page: Page, name: str) -> Iterator[Finding]:
    if error := css_error(page.body):
        message = f"{page.url} shows an old style: {error[:TOLD]}"
        yield Finding("asset-compile-error", name, message)
    for match in _SCRIPT_ERROR.finditer(page.body):
        file = match["file"].decode("utf-8", "replace")
        text = match["text"].decode("utf-8", "replace").strip("'\\\" ")
        if match["call"] == b"throw new Error":
            message = f"{page.url} stops with an error in {file}: {text}"
            yield Finding("asset-compile-error", f"{name}:{file}", message)
        elif not left_out(file):
            message = f"{page.url} lacks {file}: {text}"
            yield Finding("asset-source-missing", file.lstrip("/"), message)
