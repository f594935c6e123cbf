"""The pages of the runtime contract, one after the other, then all their assets."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..finding import Finding
from ..report import Report
from ..severity import WARNING
from . import asset
from .fetch import REDIRECTS, Browser, Page, Unreachable
from .links import BUNDLES, linked, listed, matching

LOGIN = "/web/login"
WEB = "/web"
BACKEND = "/web/bundle/web.assets_web"
"""The bundle of the web client, which the login page does not link."""

SELECTOR = "/web/database/"
"""Where Odoo sends those for whom it cannot tell the database."""

AT_ONCE = 3
"""Assets asked for at the same time: fewer than a browser does."""

DAY = 86400


@dataclass(frozen=True)
class Limits:
    """From when on something is told: seconds of a page, days of a certificate."""

    slow: float
    certificate_days: int


def look(
    browser: Browser, base: str, patterns: Iterable[str], limits: Limits
) -> Report:
    """Return what is wrong with the site at ``base``."""
    report = Report("web", inspected=1)
    login, report.findings = look_at_login(browser, base, limits)
    if any(finding.rule == "http-login-failed" for finding in report.findings):
        return report
    links = linked(login[-1].body.decode("utf-8", "replace"), login[-1].url)
    report.findings += _no_bundle(login[-1], links)
    report.findings += _web(browser, base, limits)
    backend, problems = _backend(browser, base)
    links = list(dict.fromkeys([*links, *backend]))
    report.findings += [*problems, *_unlinked(patterns, links)]
    report.findings += _assets(browser, links, limits)
    report.inspected = 3 + len(links)
    return report


def look_at_login(
    browser: Browser, base: str, limits: Limits
) -> tuple[list[Page], list[Finding]]:
    """Return the login page with its redirects, and what is wrong with it."""
    try:
        pages = browser.follow(base + LOGIN)
    except Unreachable as reason:
        message = f"{base}{LOGIN}: {reason}."
        return [], [Finding("http-login-failed", LOGIN, message)]
    findings = [*_login(pages), *_certificate(pages[-1], limits)]
    return pages, [*findings, *_slow(LOGIN, pages, limits)]


def _login(pages: list[Page]) -> Iterator[Finding]:
    page = pages[-1]
    if problem := _page_problem(pages):
        yield Finding("http-login-failed", LOGIN, f"{pages[0].url}: {problem}.")
    elif page.content_type != "text/html" and not page.target:
        kind = page.content_type or "no type"
        message = f"{page.url} is served as {kind}, not as an HTML page."
        yield Finding("http-login-failed", LOGIN, message)


def _web(browser: Browser, base: str, limits: Limits) -> Iterator[Finding]:
    """Judge ``/web``: 200, or 303 to something that is 200 and not the selector."""
    try:
        pages = browser.follow(base + WEB)
    except Unreachable as reason:
        yield Finding("http-web-failed", WEB, f"{base}{WEB}: {reason}.")
        return
    first = next((page for page in pages if not _moved(page)), pages[-1])
    problem = _page_problem(pages)
    if not problem and first.status not in (200, 303):
        problem = f"answers {first.status}, not 200 or 303"
    if problem:
        yield Finding("http-web-failed", WEB, f"{pages[0].url}: {problem}.")
    yield from _slow(WEB, pages, limits)


def _moved(page: Page) -> bool:
    """Tell whether ``page`` only leads to the same path of another origin."""
    target = page.target
    if target is None:
        return False
    here, there = urlsplit(page.url), urlsplit(target)
    return here.path == there.path and here[:2] != there[:2]


def _page_problem(pages: list[Page]) -> str | None:
    page = pages[-1]
    selector = next((one for one in pages if _is_selector(one)), None)
    if selector:
        return "leads to the database selector: no database fits this host name"
    if page.target:
        if len(pages) <= REDIRECTS:
            return None  # to log in elsewhere, where this browser does not go
        return f"is redirected more than {REDIRECTS} times"
    if page.status != 200:
        return f"answers {page.status}"
    if page.problem:
        return f"answers 200, but {page.problem}"
    return None


def _is_selector(page: Page) -> bool:
    return urlsplit(page.target or page.url).path.startswith(SELECTOR)


def _no_bundle(page: Page, links: list[str]) -> Iterator[Finding]:
    if not page.target and not any(BUNDLES in link for link in links):
        message = f"{page.url} links no bundle at all: this is no login page of Odoo."
        yield Finding("http-asset-failed", LOGIN, message)


def _backend(browser: Browser, base: str) -> tuple[list[str], list[Finding]]:
    """Return the files of the web client's bundle, and what is wrong with the list."""
    url = base + BACKEND
    try:
        page = browser.follow(url)[-1]
    except Unreachable as reason:
        return [], [Finding("http-asset-failed", BACKEND, f"{url}: {reason}.")]
    files = listed(page.body, page.url) if page.status == 200 else None
    if files:
        return files, []
    problem = "lists no file" if page.status == 200 else f"answers {page.status}"
    return [], [Finding("http-asset-failed", BACKEND, f"{url}: {problem}.")]


def _unlinked(patterns: Iterable[str], links: list[str]) -> Iterator[Finding]:
    for pattern in patterns:
        if not any(matching(pattern, links)):
            message = f"No page links anything like {pattern}."
            yield Finding("http-asset-failed", pattern, message)


def _assets(browser: Browser, links: list[str], limits: Limits) -> list[Finding]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        looks = pool.map(lambda link: list(_asset(browser, link, limits)), links)
        return [finding for found in looks for finding in found]


def _asset(browser: Browser, link: str, limits: Limits) -> Iterator[Finding]:
    try:
        pages = browser.follow(link)
    except Unreachable as reason:
        yield Finding("http-asset-failed", asset.subject(link), f"{link}: {reason}.")
        return
    yield from asset.judge(pages)
    yield from _slow(asset.subject(link), pages, limits)


def _slow(name: str, pages: list[Page], limits: Limits) -> Iterator[Finding]:
    seconds = sum(page.seconds for page in pages)
    if seconds > limits.slow:
        message = f"{pages[0].url} took {seconds:.1f} s, more than {limits.slow:g} s."
        yield Finding("http-slow", name, message, severity=WARNING)


def _certificate(page: Page, limits: Limits) -> Iterator[Finding]:
    if page.certificate_ends is None:
        return
    days = (page.certificate_ends - time.time()) / DAY
    if days < limits.certificate_days:
        host = urlsplit(page.url).hostname or page.url
        message = f"The certificate of {host} ends in {days:.1f} days."
        yield Finding("certificate-expiring", host, message)
