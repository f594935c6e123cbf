"""The web client falls over an error of JavaScript, in a real browser."""

import shutil

from browser import chromium
from sandbox import processes
from sandbox.faults.fault import Fault

FALL = "setTimeout(() => { throw new Error('sandbox: the bookcase fell over'); })"
SEEN = "SELECT id FROM ipai_health_client_error"
OLD = "UPDATE ipai_health_client_error SET last_seen = last_seen - interval '9 days'"


def inject(site):
    """Let a user meet the error; his browser reports it by itself."""
    with chromium.Browser() as browser:
        page = browser.page()
        page.log_in(site.server.url)
        page.evaluate(FALL)
        reported = processes.wait_until(lambda: site.sql(SEEN), 20)
    assert reported, "the browser reported nothing"


def repair(site, _kept):
    """Nobody meets it any more since days."""
    site.sql(OLD)


FAULT = Fault(
    title="a script that throws an error",
    rule="client-js-error",
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
    alone=True,
    needs=lambda _site: "" if any(map(shutil.which, chromium.NAMES)) else "no Chromium",
)
