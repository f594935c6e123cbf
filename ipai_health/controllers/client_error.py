"""Takes the errors that the inline script of the web client reports."""

import json
import re
from urllib.parse import urlsplit

from odoo import http
from odoo.http import request

from .limit import Limit

LARGEST = 16 * 1024
"""Bytes of a report: a message, a stack, and room to spare."""

OF_SESSION = Limit(most=6, seconds=60)
OVERALL = Limit(most=60, seconds=60)
"""Reports a minute that one process takes, of one browser and of all."""

_NUMBERS = re.compile(r"(?<=/)\d+(?=/|$)")


class ClientError(http.Controller):
    @http.route(
        "/ipai/client-error",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def report(self):
        """Keep one report; 204 whatever becomes of it, 404 to whom may not report."""
        if not self._may_report():
            raise request.not_found()
        report = self._read()
        if report is None or not self._is_ours(report["token"]):
            raise request.not_found()
        if OF_SESSION.allows(request.session.sid) and OVERALL.allows(""):
            self._keep(report)
        return request.make_response("", status=204)

    def _may_report(self):
        """Tell whether this is a page of ours, of an internal user who is logged in."""
        origin = request.httprequest.headers.get("Origin", "")
        return (
            _split(origin).netloc == request.httprequest.host
            and bool(request.session.uid)
            and request.env.user._is_internal()
            and request.env["ipai.health.client.error"].sudo()._is_on()
        )

    def _is_ours(self, token):
        # Odoo compares it by a function that takes no other characters
        return token.isascii() and request.validate_csrf(token)

    def _read(self):
        """Return the report: token, message, stack, path and script, all text; none
        when it is too large or not one.
        """
        length = request.httprequest.content_length
        if not length or length > LARGEST:
            return None
        try:
            report = json.loads(request.httprequest.get_data())
        except (ValueError, RecursionError):
            return None
        if not isinstance(report, dict):
            return None
        names = ("token", "message", "stack", "path", "script")
        return {name: _storable(report.get(name)) for name in names}

    def _keep(self, report):
        if not report["message"] or self._is_outdated(report["script"]):
            return
        path = _NUMBERS.sub("…", _split(report["path"]).path)[:120]
        errors = request.env["ipai.health.client.error"].sudo()
        errors._keep(report["message"], report["stack"], path)

    def _is_outdated(self, script):
        """Tell whether ``script`` is a bundle that is no longer current: its errors
        heal as browsers refresh.
        """
        name = script.rpartition("/")[2]
        if not name.endswith(".min.js"):
            return False
        bundle = name.removesuffix(".min.js")
        links = request.env["ir.qweb"].sudo()._get_asset_links(bundle, css=False)
        return not any(link.endswith(script) for link in links)


def _split(address):
    """Return the parts of ``address``, all empty when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _storable(value):
    """Return ``value`` as text that PostgreSQL takes: no NUL, no half characters."""
    text = str(value or "").encode("utf-8", "replace").decode()
    return text.replace("\0", "")
