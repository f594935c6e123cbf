"""What a user does, and what he meets that is no good."""

import contextlib

from sandbox.errors import SandboxError

PATIENCE = 5.0
"""Seconds that a user and a monitor wait; nothing in that time is a 0."""


NO_ANSWER = "no answer"


def visit(site, bundles):
    """Go through pages, bundles and the web client, let a scheduled action run, and
    return the first thing that is no good.
    """
    met = list(_pages(site, bundles))
    if met and met[0].endswith(NO_ANSWER):
        return met[0]  # nobody asks for more
    met += _web_client(site)
    with contextlib.suppress(SandboxError):
        _schedule(site)
    return met[0] if met else "nothing"


def _pages(site, bundles):
    pages = {"the login page": "/web/login", "the web client": "/odoo"}
    pages |= {url.rpartition("/")[2]: url for url in bundles}
    for name, path in pages.items():
        code = site.code(path, headers=site.session, timeout=PATIENCE)
        if code != 200:
            yield f"{name}: {code or NO_ANSWER}"
            return


def _web_client(site):
    try:
        site.call("sandbox.book", "get_views", [[False, "form"]], timeout=PATIENCE)
        site.call("sandbox.book", "web_search_read", [], {"name": {}}, timeout=PATIENCE)
    except SandboxError:
        yield "an error in a dialog"


def _schedule(site):
    """Let the scheduled action of the module run, as its time would come."""
    actions = [("model_id.model", "=", "sandbox.book")]
    ids = site.call("ir.cron", "search", actions, timeout=PATIENCE)
    if ids:
        site.call("ir.cron", "method_direct_trigger", ids, timeout=PATIENCE)
