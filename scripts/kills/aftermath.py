"""What is asked after every kill."""

from sandbox import processes
from sandbox.errors import SandboxError
from sandbox.site import BUNDLE
from torture.play import BEAT

from . import remains

PAGES = ("/web/login", "/odoo")


def look(site, ledger, expected):
    """Let the site look again; return complaints about what it finds, what is lost,
    what is half-done, and bundles that do not serve.

    :param expected: rule and subject of all that is wrong
    """
    try:
        site.look()
    except SandboxError as error:
        return [f"the next look: {error}"]
    complaints = []
    # what a node's own checks saw is taken back with its next sign of life
    if not processes.wait_until(lambda: site.open_findings() == expected, BEAT, 0.5):
        complaints.append(f"the next look found {sorted(site.open_findings())}")
    complaints += remains.after_a_look(site)
    complaints += ledger.lost()
    return complaints + bundles(site)


def bundles(site):
    """Return complaints about files that the first pages link and nobody gets."""
    complaints = []
    for page in PAGES:
        code, _headers, body = site.server.get(page, headers=site.session)
        urls = sorted(set(BUNDLE.findall(body.decode(errors="replace"))))
        if code != 200 or not urls:
            complaints.append(f"{page} answered {code} with {len(urls)} bundles")
        for url in urls:
            code, _headers, content = site.server.get(url, headers=site.session)
            if code != 200 or not content:
                complaints.append(f"{url} answered {code}, {len(content)} bytes")
    return complaints
