"""The components in hoot, and a walk through the backend."""

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_path

from ..core.finding import Finding

LACKING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
"""What Debian's package of Odoo lacks: every page would say so on its console, and
Odoo's browser takes any word there for a failure."""


@tagged("post_install", "-at_install")
class TestWeb(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        try:
            file_path(LACKING)
        except FileNotFoundError:
            cls.env["ir.asset"].create(
                {
                    "name": "not packaged",
                    "bundle": "web.assets_backend",
                    "directive": "remove",
                    "path": LACKING,
                }
            )

    def test_components(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            "&filter=@ipai_health",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
        )

    def test_a_walk_through_the_backend(self):
        check = self.env["ipai.health.check"]._for_checkers(["assets"])["assets"]
        lost = Finding("asset-file-missing", "web.x.min.css", "It is gone.")
        self.env["ipai.health.finding"]._store(check, "", [lost], fields.Datetime.now())
        new_test_user(
            self.env,
            "health_manager",
            groups="ipai_health.group_manager",
        )
        self.start_tour(
            "/odoo/health",
            "ipai_health_overview",
            login="health_manager",
        )
