"""The pages that users open first, asked of this node itself."""

from urllib.parse import urlsplit

import odoo
from odoo import models
from odoo.http import db_filter
from odoo.tools import config

from ..core.finding import Finding
from ..core.look import QUICK, CheckSkipped, Look
from ..core.text import _
from .node.identity import here
from .node.lock import NodeLock, path_of

TIMEOUT = 15.0
"""Seconds for each answer: a bundle that is built on the way takes ten."""

ANY_ADDRESS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104
"""What a server listens on, and where it then answers itself."""

RULES = ("http-login-failed", "http-web-failed", "http-asset-failed", "http-slow")


class HealthCheckerHttp(models.AbstractModel):
    """Asks as the gate ``web`` does, on the loopback port.

    A bundle that is lost or spoilt in the store is the assets check's to name: it
    knows which file. This one tells a bundle only when that check has nothing to say
    about it, as on a node whose data folder is not the others'. It may see the fault
    first, so in a series of looks it gives the other check until the next one.
    """

    _name = "ipai.health.checker.http"
    _inherit = "ipai.health.checker"
    _description = "Health check: HTTP"

    _health_check = "http"
    _health_title = _("HTTP")
    _health_scope = "node"
    _health_sequence = 80
    _health_depth = QUICK

    def _look(self, look):
        from .node.browser import Stuck

        look.new_memo = []
        try:
            yield from self._pages(look)
        except Stuck as page:
            # asked for again at once, it would hold a second worker
            yield from self._stuck(page, look)

    def _pages(self, look):
        ask = self._questions(look)
        findings = ask()
        if findings:
            # once may be a bundle that two requests build at once, which Odoo answers
            # with 422, or a neighbour's backup
            again = {found.fingerprint for found in ask()}
            findings = [each for each in findings if each.fingerprint in again]
        failed = {each.subject for each in findings if _is_asset(each)}
        explained = self._explained(failed, look) if failed else set()
        for finding in findings:
            if finding.rule in RULES and finding.subject not in explained:
                yield finding

    def _stuck(self, page, look):
        """Return what to say of a page that did not answer in time: once may be a
        report that every worker is at, so it is told when the next look meets it too.
        """
        look.new_memo = [page.path]
        told = self._unanswered(page)
        known = (told.rule, told.subject)
        if look.live or page.path in (look.memo or ()) or known in look.open_subjects:
            yield told
        # what was not asked for is not healed
        for rule, subject in sorted(look.open_subjects - {known}):
            if rule in RULES:
                message = f"Not asked this time: {page.path} did not answer."
                yield Finding(rule, subject, message)

    def _unanswered(self, page):
        from ..core.web import asset, site

        rule, subject = {
            site.LOGIN: ("http-login-failed", site.LOGIN),
            site.WEB: ("http-web-failed", site.WEB),
        }.get(page.path, ("http-asset-failed", asset.subject(page.path)))
        return Finding(rule, subject, f"{self._origin()}{page.path}: {page}.")

    def _origin(self):
        """Return where this node answers itself.

        Raises ``CheckSkipped`` when no server of this configuration runs here.
        """
        if not config["http_enable"]:
            raise CheckSkipped(self.env._("This server listens on no HTTP port."))
        if not NodeLock(path_of(config["data_dir"], here().name)).taken():
            raise CheckSkipped(
                self.env._(
                    "No server of this configuration runs on port %(port)s.",
                    port=config["http_port"],
                )
            )
        interface = config["http_interface"] or ""
        address = ANY_ADDRESS.get(interface, interface)
        host = f"[{address}]" if ":" in address else address
        port = config["gevent_port"] if odoo.evented else config["http_port"]
        return f"http://{host}:{port}"

    def _site(self):
        """Return the host name that people ask for.

        Raises ``CheckSkipped`` when that leads to another database: the check of the
        configuration tells it.
        """
        base_url = self.env["ir.config_parameter"].get_param("web.base.url", "")
        host = urlsplit(base_url).netloc
        if not db_filter([self.env.cr.dbname], host=host):
            raise CheckSkipped(
                self.env._(
                    "This server does not show the database under %(url)s.",
                    url=base_url,
                )
            )
        return host or None

    def _questions(self, look):
        """Return the function that asks and returns findings.

        A quick look asks for the login page alone, which costs the database ten
        statements, unless something is wrong: then for everything, as the others do.
        """
        from ..core.web import site
        from .node.browser import NodeBrowser

        origin = self._origin()
        browser = NodeBrowser(
            origin,
            timeout=TIMEOUT,
            host=self._site(),
            # picks the database and keeps Odoo from writing a session
            headers={"X-Odoo-Database": self.env.cr.dbname},
        )
        limits = site.Limits(self._threshold("http-slow"), certificate_days=0)
        if look.depth == QUICK and not look.open_subjects and not look.memo:
            return lambda: site.look_at_login(browser, origin, limits)[1]
        return lambda: site.look(browser, origin, (), limits).findings

    def _explained(self, failed, look):
        """Return the bundles among ``failed`` that the assets check tells."""
        assets = self.env["ipai.health.checker"]._checkers().get("assets")
        checks = self.env["ipai.health.check"].search([("name", "=", "assets")])
        if assets is None or (checks and not checks.enabled):
            return set()
        told = {
            finding.subject
            for finding in checks.finding_ids
            if finding.state != "resolved"
        }
        explained = _matching(failed, told)
        look.new_memo = sorted(failed - explained)
        first_seen = failed - set(look.memo or ())
        if not look.live and first_seen - explained:
            seen_here = {finding.subject for finding in assets._look(Look(QUICK))}
            explained |= _matching(first_seen, seen_here)
        return explained


def _is_asset(finding: Finding):
    return finding.rule == "http-asset-failed"


def _matching(failed, told):
    """Return the files of ``failed`` that a subject of the assets check is about:
    ``web.assets_web.min.css``, with a website before it or without its ending.
    """
    names = {subject.rpartition("/")[2] for subject in told}
    return {
        file
        for file in failed
        if file in names or any(file.startswith(f"{name}.") for name in names)
    }
