"""Purge asset cache: only what Odoo generated, built again and verified."""

import hashlib
import os
from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..core.asset_marker import CSS_HEADER
from ..models import ipai_health_purge
from ..models.ipai_health_bundle import bundle_file

LOGGER = ipai_health_purge.__name__
"""Says where a bundle that is found broken can be built anew."""

BUNDLE = "bus.websocket_worker_assets"
FILE = f"{BUNDLE}.min.js"
"""The smallest bundle that is always there: it builds in milliseconds."""


@tagged("post_install", "-at_install")
class TestPurge(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purge = cls.env["ipai.health.purge"]
        cls.bundles = cls.env["ipai.health.bundle"]
        cls.enterClassContext(patch.object(ipai_health_purge, "LAYOUTS", (FILE,)))

    def setUp(self):
        super().setUp()
        self.bundles._generated().unlink()
        self.bundle = self.bundles._build(bundle_file(f"/web/assets/0000000/{FILE}"))
        self.url = self.bundle.url
        self.path = self.bundle._full_path(self.bundle.store_fname)

    def stored(self):
        return self.bundles._generated(FILE)

    def user_file(self):
        return self.env["ir.attachment"].create(
            {
                "name": "mine.js",
                "url": "/web/assets/abcdef0/mine.min.js",
                "public": True,
                "raw": b"// mine",
            }
        )

    @contextmanager
    def damaged(self, content):
        """Put ``content`` into the stored file of the bundle."""
        with open(self.path, "rb") as file:
            right = file.read()
        with open(self.path, "wb") as file:
            file.write(content)
        yield
        with open(self.path, "wb") as file:
            file.write(right)

    def test_builds_again_what_was_there(self):
        report = self.purge._purge()
        self.assertEqual(report["state"], "done")
        self.assertEqual(report["details"], [])
        self.assertNotEqual(self.stored(), self.bundle)
        self.assertEqual(self.stored().url, self.url)
        self.assertEqual(self.bundles._fault(self.stored()), "")

    def test_a_lost_file_is_there_again(self):
        os.unlink(self.path)
        self.assertTrue(self.bundles._fault(self.bundle))
        self.assertEqual(self.purge._purge()["state"], "done")
        self.assertEqual(self.bundles._fault(self.stored()), "")

    def test_a_file_lost_right_after_the_rebuild_is_told(self):
        purge = self.env.registry["ipai.health.purge"]
        rebuild = purge._do

        def rebuild_and_lose(remedy, target):
            result = rebuild(remedy, target)
            os.unlink(self.path)
            return result

        with (
            self.damaged(b"altered"),
            patch.object(purge, "_do", rebuild_and_lose),
            self.assertLogs(LOGGER, "WARNING"),
        ):
            report = self.purge._purge()
        self.assertEqual(report["state"], "failed")
        self.assertIn(FILE, report["details"][0])

    def test_a_damaged_file_gets_its_right_bytes(self):
        with self.damaged(b"altered"):
            self.assertTrue(self.bundles._fault(self.bundle))
            self.assertEqual(self.purge._purge()["state"], "done")
            with open(self.path, "rb") as file:
                content = file.read()
            self.assertEqual(hashlib.sha1(content).hexdigest(), self.stored().checksum)

    def test_an_empty_file_gets_its_right_bytes(self):
        with self.damaged(b""):
            self.assertEqual(self.purge._purge()["state"], "done")
            self.assertEqual(self.bundles._fault(self.stored()), "")

    def test_a_collision_is_still_refused_outside_a_purge(self):
        right = self.bundle.raw
        with self.damaged(b"altered"), self.assertRaisesRegex(UserError, "collides"):
            self.env["ir.attachment"].create({"name": "again", "raw": right})

    def test_old_versions_go(self):
        old = self.bundle.copy({"url": f"/web/assets/0000000/{FILE}", "res_id": False})
        self.purge._purge()
        self.assertFalse(old.exists())
        self.assertEqual(len(self.stored()), 1)

    def test_what_a_user_uploaded_survives(self):
        mine = self.user_file()
        self.purge._purge()
        self.assertTrue(mine.exists())
        self.assertEqual(mine.raw, b"// mine")
        self.assertEqual(mine.url, "/web/assets/abcdef0/mine.min.js")

    def test_one_bundle_alone(self):
        other = self.bundles._build(
            bundle_file("/web/assets/0000000/web_tour.interactive.min.js")
        )
        report = self.purge._purge(BUNDLE)
        self.assertEqual(report["state"], "done")
        self.assertTrue(other.exists())
        self.assertFalse(self.bundle.exists())

    def test_what_cannot_be_built_keeps_the_old_one(self):
        def broken(*args):
            raise ValueError("no such source")

        with patch.object(type(self.bundles), "_build", broken):
            report = self.purge._purge()
        self.assertEqual(report["state"], "failed")
        self.assertIn("no such source", report["details"][0])
        self.assertTrue(self.bundle.exists())
        self.assertEqual(self.bundles._fault(self.bundle), "")

    def test_a_style_that_does_not_compile_keeps_what_users_see(self):
        """Odoo appends the error to the last good style."""
        good = self.bundle.raw
        marker = CSS_HEADER + b'\ncss_error_message { content: "boom"; }'

        build = type(self.bundles)._build

        def marked(bundles, file):
            fresh = build(bundles, file)
            fresh.raw = marker
            return fresh

        self.bundle.raw = good + marker
        self.assertTrue(self.bundles._fault(self.bundle))
        with patch.object(type(self.bundles), "_build", marked):
            report = self.purge._purge()
        self.assertEqual(report["state"], "failed")
        self.assertIn("boom", report["details"][0])
        self.assertEqual(self.stored().raw, good + marker)

    def test_damaged_bytes_are_not_copied_from_another_website(self):
        """The module website takes a bundle of the same version from anywhere."""
        left, build = [], type(self.bundles)._build

        def look_and_build(bundles, file):
            left.extend(bundles._generated().filtered(bundles._damage).mapped("url"))
            return build(bundles, file)

        url = self.url.replace("/assets/", "/assets/1/")
        self.bundle.copy({"url": url, "res_id": 0})
        with (
            self.damaged(b"altered"),
            patch.object(type(self.bundles), "_build", look_and_build),
        ):
            self.assertEqual(len(self.stored().filtered(self.bundles._damage)), 2)
            self.purge._purge()
        self.assertEqual(left, [])

    def test_refused_while_a_module_is_pending(self):
        module = self.env["ir.module.module"].search(
            [("state", "=", "uninstalled")], limit=1
        )
        module.state = "to install"
        report = self.purge._purge()
        self.assertEqual(report["state"], "refused")
        self.assertIn(module.name, report["message"])
        self.assertTrue(self.bundle.exists())

    def test_confirming_an_old_plan_changes_nothing(self):
        remedies = self.env["ipai.health.remedy"]
        plan = remedies.plan("purge-assets")
        self.assertEqual(plan["items"], [FILE])
        first = remedies.apply("purge-assets", token=plan["token"])
        second = remedies.apply("purge-assets", token=plan["token"])
        self.assertEqual((first["state"], second["state"]), ("done", "refused"))

    def test_a_new_bundle_in_between_does_not_spoil_the_plan(self):
        remedies = self.env["ipai.health.remedy"]
        plan = remedies.plan("purge-assets")
        self.bundles._build(
            bundle_file("/web/assets/0000000/web_tour.interactive.min.js")
        )
        done = remedies.apply("purge-assets", token=plan["token"])
        self.assertEqual(done["state"], "done", done)

    def test_it_is_logged_with_its_user(self):
        manager = new_test_user(self.env, "anna", "ipai_health.group_manager")
        self.env["ipai.health.remedy"].with_user(manager).apply("purge-assets")
        log = self.env["ipai.health.remedy.log"].search([], limit=1)
        self.assertEqual(log.user_id, manager)
        self.assertEqual((log.remedy, log.state), ("purge-assets", "done"))
        self.assertEqual(log.title, "Purge asset cache")

    def test_it_is_logged_though_its_process_dies_right_after_it(self):
        logs = self.env["ipai.health.remedy.log"]
        before = logs.search_count([])
        killed = patch.object(
            type(self.purge), "_verify", side_effect=SystemExit("killed")
        )
        # not assertRaises: Odoo's rolls back what happened in it
        with killed, suppress(SystemExit):
            self.purge._purge()
        self.assertEqual(logs.search_count([]), before + 1)
        self.assertEqual(logs.search([], limit=1).remedy, "purge-assets")

    def test_it_is_logged_once(self):
        logs = self.env["ipai.health.remedy.log"]
        before = logs.search_count([])
        self.purge._purge()
        self.assertEqual(logs.search_count([]), before + 1)
        self.assertGreater(logs.search([], limit=1).seconds, 0)

    def test_a_finding_closes_when_the_check_passes(self):
        runs = self.env["ipai.health.run"]
        os.unlink(self.path)
        with self.assertLogs("odoo.addons.ipai_health", "WARNING") as logs:
            runs._run("full", "test", names=("assets",))
        self.assert_log_says_where_to_repair(logs.output)
        runs._run("full", "test", names=("assets",))
        rules = self.env["ipai.health.finding"].search([("state", "=", "open")])
        self.assertIn("asset-file-missing", rules.mapped("rule"))
        self.purge._purge()
        rules = self.env["ipai.health.finding"].search([("state", "=", "open")])
        self.assertNotIn("asset-file-missing", rules.mapped("rule"))

    def assert_log_says_where_to_repair(self, lines):
        """Told once for all bundles, when they are found broken, not at each look."""
        (line,) = lines
        self.assertIn(FILE, line)
        self.assertIn("/ipai/repair", line)
        command = f"odoo health -d {self.env.cr.dbname} --purge-assets"
        self.assertIn(command, line)

    def test_every_broken_bundle_names_the_page_that_needs_none(self):
        rules = self.env["ipai.health.checker"]._rules()
        for code in self.purge._remedy_rules:
            with self.subTest(rule=code):
                self.assertIn("/ipai/repair", rules[code].fix)
                self.assertIn("odoo health -d DATABASE --purge-assets", rules[code].fix)

    def test_who_may_only_look_may_not_purge(self):
        user = new_test_user(self.env, "otto", "ipai_health.group_user")
        with self.assertRaises(AccessError):
            self.env["ipai.health.remedy"].with_user(user).apply("purge-assets")
        with self.assertRaises(AccessError):
            self.env["ipai.health.remedy"].with_user(user).plan("purge-assets")
