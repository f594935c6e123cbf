"""``/ipai/repair``: findings and repairs as plain HTML, without any bundle, for when
the web client is what is broken.
"""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

PATH = "/ipai/repair"


class Repair(http.Controller):
    @http.route(PATH, type="http", auth="user", methods=["GET"])
    def show(self):
        """Show what is open, and the repairs that it offers."""
        self._require_manager()
        overview = request.env["ipai.health.overview"].load()
        return self._answer(self._page().overview(overview))

    @http.route(f"{PATH}/plan", type="http", auth="user", methods=["POST"])
    def plan(self, code="", target="", **_rest):
        """Show what one repair would change, and ask."""
        self._require_manager()
        try:
            plan = request.env["ipai.health.remedy"].plan(code, target)
        except UserError as error:
            return self._answer(self._page().refusal(str(error.args[0])))
        return self._answer(self._page().plan(code, target, plan))

    @http.route(f"{PATH}/apply", type="http", auth="user", methods=["POST"])
    def apply(self, code="", target="", token="", **_rest):
        """Do what was confirmed and say what happened."""
        self._require_manager()
        try:
            result = request.env["ipai.health.remedy"].apply(code, target, token)
        except UserError as error:
            return self._answer(self._page().refusal(str(error.args[0])))
        return self._answer(self._page().result(result))

    def _require_manager(self):
        """Answer as if the page did not exist, to whom may not repair."""
        if not request.env.user.has_group("ipai_health.group_manager"):
            raise request.not_found()

    def _page(self):
        from .repair_page import RepairPage

        return RepairPage(request.env, PATH, request.csrf_token())

    def _answer(self, html):
        return request.make_response(
            html,
            headers=[
                ("Content-Type", "text/html; charset=utf-8"),
                ("Cache-Control", "no-store"),
                ("Content-Security-Policy", POLICY),
                ("X-Frame-Options", "DENY"),
            ],
        )


POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
)
"""Nothing but the inline style of the page itself."""
