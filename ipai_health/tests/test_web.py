"""The components in hoot, and a walk through the backend."""

import json

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_path

from ..core.finding import Finding
from .test_foreign_words import HOSTILE

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

    def test_foreign_words_act_nowhere_in_the_web_client(self):
        check = self.env["ipai.health.check"]._for_checkers(["views"])["views"]
        found = [Finding("view-invalid", text, text, remedy=text) for text in HOSTILE]
        now = fields.Datetime.now()
        self.env["ipai.health.finding"]._store(check, "", found, now)
        finding = self.env["ipai.health.finding"].search([("subject", "=", HOSTILE[0])])
        finding.message_post(body=HOSTILE[1])
        for path, shown in (
            ("/odoo/health", HOSTILE),
            (f"/odoo/health-findings/{finding.id}", HOSTILE[:2]),
            ("/odoo/health-findings", HOSTILE),
        ):
            with self.subTest(path=path):
                looks = LOOKS % json.dumps(shown)
                self.browser_js(path, looks, "window.odoo?.isReady", login="admin")


LOOKS = """
(async () => {
    const texts = %s;
    for (let turn = 0; turn < 200; turn++) {
        const page = document.querySelector(".o_action_manager");
        const shown = (page?.textContent || "").replace(/\\s+/g, " ");
        if (texts.every((text) => shown.includes(text))) {
            await new Promise((done) => setTimeout(done, 300));
            if (window.hacked) throw new Error("a name was run");
            const made = page.querySelector("[onerror], [onload], a[href^=javascript]");
            if (made) throw new Error("a name became an element");
            console.log("test successful");
            return;
        }
        await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the names are not shown");
})();
"""
