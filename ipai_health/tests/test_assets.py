"""The check of assets: every generated bundle, its file and its sources."""

import os
import shutil
import uuid
from unittest.mock import patch

from odoo.tests import tagged

from ..core.look import FULL, QUICK
from ..core.severity import CRITICAL
from .common import AddonsFolderCase, refusing

BUNDLE = "health_sample.assets"
STYLE = "health_sample.assets.min.css"
MANIFEST = "{'name': 'Sample', 'author': 'Tests', 'license': 'LGPL-3'}"
SCRIPT = "health_sample.assets.min.js"


@tagged("post_install", "-at_install")
class TestAssets(AddonsFolderCase):
    check = "assets"

    def setUp(self):
        super().setUp()
        self.write_file("health_sample/__manifest__.py", MANIFEST)
        # damaged files outlive the test: no other may store the same content
        token = f"t{uuid.uuid4().hex}"
        self.style = self.write_file(
            "health_sample/static/src/a.scss", f"$c: red; a#{token} {{ color: $c; }}"
        )
        self.script = self.write_file(
            "health_sample/static/src/a.js", f"window.healthSample = '{token}';"
        )
        installed = self.env["ir.asset"]._get_installed_addons_list()
        self.patch(
            type(self.env["ir.asset"]),
            "_get_installed_addons_list",
            lambda _self: installed | {"health_sample"},
        )
        for path in ("a.scss", "a.js"):
            self.add_source(path)

    def add_source(self, path):
        return self.env["ir.asset"].create(
            {
                "name": path,
                "bundle": BUNDLE,
                "path": f"/health_sample/static/src/{path}",
            }
        )

    def build(self):
        """Build the bundle as a page would; return its style and its script."""
        self.env.registry.clear_cache("assets")
        bundle = self.env["ir.qweb"]._get_asset_bundle(BUNDLE)
        return bundle.css(), bundle.js()

    def path_of(self, attachment):
        return attachment._full_path(attachment.store_fname)

    # quiet

    def test_quiet_on_a_healthy_database(self):
        self.assert_quiet(FULL)

    def test_quiet_when_the_bundle_is_good(self):
        self.build()
        self.assert_quiet()
        self.assert_quiet(QUICK, memo=self.last_look.new_memo)

    def test_quiet_about_files_that_people_uploaded_there(self):
        upload = self.env["ir.attachment"].create(
            {"name": "x.css", "url": "/web/assets/mine/x.min.css", "raw": b"a{}"}
        )
        os.unlink(self.path_of(upload))
        self.assert_quiet()

    def test_quiet_about_an_empty_bundle_without_sources(self):
        self.env["ir.asset"].search([("bundle", "=", BUNDLE)]).unlink()
        self.build_empty()
        self.assert_quiet()

    def build_empty(self):
        self.env.registry.clear_cache("assets")
        bundle = self.env["ir.qweb"]._get_asset_bundle(BUNDLE)
        return bundle.save_attachment("min.css", "")

    # files

    def test_lost_file_is_found(self):
        style, _script = self.build()
        os.unlink(self.path_of(style))
        finding = self.only(QUICK)
        self.assertEqual((finding.rule, finding.subject), ("asset-file-missing", STYLE))
        self.assertEqual(
            (finding.res_model, finding.res_id), ("ir.attachment", style.id)
        )

    def test_truncated_file_is_found_although_it_was_good_before(self):
        style, _script = self.build()
        self.look()
        memo = self.last_look.new_memo
        with open(self.path_of(style), "wb"):
            pass
        finding = self.only(QUICK, memo=memo)
        self.assertEqual((finding.rule, finding.subject), ("asset-file-corrupt", STYLE))
        self.assertIn("0 bytes", finding.message)

    def test_pipe_or_device_in_the_place_of_a_file_is_found_and_keeps_nobody(self):
        style, _script = self.build()
        path = self.path_of(style)
        for put in (os.mkfifo, lambda path: os.symlink("/dev/zero", path)):
            os.unlink(path)
            put(path)
            finding = self.only(FULL)
            self.assertEqual(
                (finding.rule, finding.subject), ("asset-file-missing", STYLE)
            )

    def test_quiet_about_a_link_to_the_file(self):
        style, _script = self.build()
        path = self.path_of(style)
        moved = self.write_file("moved", "")
        shutil.move(path, moved)
        os.symlink(moved, path)
        self.assert_quiet(FULL)

    def test_altered_file_of_the_same_size_is_found(self):
        _style, script = self.build()
        path = self.path_of(script)
        with open(path, "r+b") as file:
            file.write(b"#")
        self.assertEqual(self.found(), [("asset-file-corrupt", SCRIPT)])

    def test_altered_file_with_the_old_date_is_found(self):
        _style, script = self.build()
        path = self.path_of(script)
        stat = os.stat(path)
        self.look()
        with open(path, "r+b") as file:
            file.write(b"#")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        found = self.found(QUICK, memo=self.last_look.new_memo)
        self.assertEqual(found, [("asset-file-corrupt", SCRIPT)])

    def test_file_that_may_no_longer_be_read_is_found(self):
        _style, script = self.build()
        path = self.path_of(script)
        self.look()
        memo = self.last_look.new_memo
        os.chmod(path, 0)
        with patch("builtins.open", refusing(open, path)):
            found = self.found(QUICK, memo=memo)
        self.assertEqual(found, [("asset-file-missing", SCRIPT)])

    def test_full_look_reads_files_again(self):
        _style, script = self.build()
        self.look()
        memo = self.last_look.new_memo
        memo[str(script.id)]["verdict"] = ["altered", 1, ""]
        self.assertEqual(self.found(memo=memo), [("asset-file-corrupt", SCRIPT)])
        self.assert_quiet(FULL, memo=memo)

    # sources

    def test_style_that_does_not_compile_is_found(self):
        self.write_file("health_sample/static/src/a.scss", "a { color: $nowhere; }")
        with self.assertLogs("odoo.addons.base.models.assetsbundle", "WARNING"):
            self.build()
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject), ("asset-compile-error", STYLE)
        )
        self.assertIn("nowhere", finding.message)

    def test_template_that_does_not_parse_is_found(self):
        self.write_file("health_sample/static/src/a.xml", "<templates><t></templates>")
        self.add_source("a.xml")
        with self.assertLogs("odoo.addons.base.models.assetsbundle", "ERROR"):
            self.build()
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject), ("asset-compile-error", SCRIPT)
        )
        self.assertIn("a.xml", finding.message)

    def test_empty_bundle_with_sources_is_found(self):
        self.build_empty()
        self.assertEqual(self.found(), [("asset-bundle-broken", STYLE)])

    def test_bundle_that_includes_itself_is_found(self):
        self.env["ir.asset"].create(
            {
                "name": "circle",
                "bundle": BUNDLE,
                "directive": "include",
                "path": BUNDLE,
            }
        )
        self.env["ir.ui.view"].create(
            {
                "name": "page",
                "type": "qweb",
                "key": "health_sample.page",
                "arch": f'<t><t t-call-assets="{BUNDLE}"/></t>',
            }
        )
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject), ("asset-bundle-broken", BUNDLE)
        )
        self.assertIn("Circular", finding.message)

    def test_lost_source_is_found_before_and_after_the_rebuild(self):
        self.build()
        os.unlink(self.style)
        finding = self.only()
        self.assertEqual(finding.rule, "asset-source-missing")
        self.assertEqual(finding.subject, "/health_sample/static/src/a.scss")
        self.assertIn(BUNDLE, finding.message)
        with self.assertLogs("odoo.addons.base.models.assetsbundle"):
            self.build()
        finding = self.only()
        self.assertEqual(finding.rule, "asset-source-missing")
        self.assertEqual(finding.severity, CRITICAL)

    # versions

    def test_old_version_is_found_after_a_day(self):
        style, _script = self.build()
        old = style.copy({"url": f"/web/assets/0000000/{STYLE}"})
        self.env.cr.execute(
            "UPDATE ir_attachment SET public = true, res_id = 0, create_uid = 1, "
            "create_date = (now() AT TIME ZONE 'utc') - interval '25 hours', "
            "id = -id WHERE id = %s",
            (old.id,),
        )
        self.env.invalidate_all()
        finding = self.only()
        self.assertEqual((finding.rule, finding.subject), ("asset-superseded", STYLE))
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = now() AT TIME ZONE 'utc' "
            "WHERE id = %s",
            (-old.id,),
        )
        self.assert_quiet()
