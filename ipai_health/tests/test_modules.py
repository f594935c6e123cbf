"""The check of modules: states, folders and dependencies."""

import os
import shutil
import tempfile

from odoo.tests import tagged

import odoo.addons

from ..core.look import FULL, QUICK
from ..core.severity import CRITICAL, WARNING
from .common import AddonsFolderCase


@tagged("post_install", "-at_install")
class TestModules(AddonsFolderCase):
    check = "modules"

    # quiet

    def test_quiet_on_a_healthy_database(self):
        self.assert_quiet(FULL)

    def test_quiet_about_a_sound_module(self):
        self.add_module("health_sample")
        self.assert_quiet()

    def test_quiet_about_uninstalled_modules_without_folder(self):
        self.add_module("health_gone", None, state="uninstalled")
        self.assert_quiet()

    def test_quiet_about_studio(self):
        module = self.add_module("studio_customization", None)
        self.assert_quiet()
        self.mark(module, "to upgrade", "1 hour")
        self.assert_quiet()

    def test_quiet_about_an_older_version_on_disk(self):
        self.add_module("health_sample", "{'version': '19.0.0.9'}")
        self.assert_quiet()

    def test_quiet_about_a_python_package_that_is_there(self):
        self.add_module(
            "health_sample",
            "{'external_dependencies': {'python': ['lxml', 'psycopg2>=2']}}",
        )
        self.assert_quiet()

    # pending

    def test_pending_for_an_hour_is_critical(self):
        self.mark(self.add_module("health_sample"), "to upgrade", "1 hour")
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject), ("module-pending", "health_sample")
        )
        self.assertEqual(finding.severity, CRITICAL)
        self.assertIn("'to upgrade'", finding.message)

    def test_pending_within_the_grace_is_a_warning(self):
        self.mark(self.add_module("health_sample"), "to install", "9 minutes")
        self.assertEqual(self.only().severity, WARNING)

    def test_pending_without_a_date_is_past_the_grace(self):
        module = self.add_module("health_sample")
        self.env.cr.execute(
            "UPDATE ir_module_module SET state='to remove', write_date=NULL "
            "WHERE id=%s",
            (module.id,),
        )
        self.assertEqual(self.only().severity, CRITICAL)

    # Odoo gave up

    def test_mark_taken_away_by_sql_is_found(self):
        module = self.add_module("health_sample")
        module.write({"state": "to upgrade"})
        self.env.flush_all()
        self.assertEqual(self.only().rule, "module-pending")
        self.env.cr.execute(
            "UPDATE ir_module_module SET state='installed' WHERE state='to upgrade'"
        )
        self.assertEqual(self.found(), [("module-pending-reset", "health_sample")])

    def test_mark_set_by_sql_is_remembered_by_the_look(self):
        module = self.add_module("health_sample")
        self.mark(module, "to upgrade", "5 hours")
        self.look()
        memo = self.last_look.new_memo
        self.env.cr.execute(
            "UPDATE ir_module_module SET state='installed' WHERE state='to upgrade'"
        )
        self.assertEqual(
            self.found(memo=memo), [("module-pending-reset", "health_sample")]
        )
        self.assertEqual(
            self.found(memo=self.last_look.new_memo),
            [("module-pending-reset", "health_sample")],
        )

    def test_quiet_after_an_upgrade_or_a_cancel(self):
        module = self.add_module("health_sample")
        self.mark(module, "to upgrade", "1 hour")
        self.look()
        memo = self.last_look.new_memo
        module.write({"state": "installed"})
        self.assert_quiet(memo=memo)

    # on disk

    def test_folder_gone_is_found(self):
        module = self.add_module("health_sample")
        self.assert_quiet()
        shutil.rmtree(os.path.join(self.folder, "health_sample"))
        finding = self.only(QUICK)
        self.assertEqual(
            (finding.rule, finding.subject), ("module-missing-on-disk", "health_sample")
        )
        self.assertEqual(
            (finding.res_model, finding.res_id), ("ir.module.module", module.id)
        )

    def test_dependants_of_a_gone_folder_keep_quiet(self):
        self.add_module("health_gone", None)
        self.add_module("health_sample", "{'depends': ['health_gone']}")
        self.assertEqual(self.found(), [("module-missing-on-disk", "health_gone")])

    def test_unreadable_manifest_is_found_with_its_line(self):
        self.add_module("health_sample", "{\n 'name': 'A',\n 'depends': [}\n")
        finding = self.only()
        self.assertEqual(finding.rule, "module-uninstallable")
        self.assertIn("line 3", finding.message)
        self.assertTrue(finding.file.endswith("health_sample/__manifest__.py"))

    def test_manifest_that_refuses_installation_is_found(self):
        self.add_module("health_sample", "{'installable': False}")
        self.assertEqual(self.found(), [("module-uninstallable", "health_sample")])

    def test_folder_without_manifest_is_found(self):
        self.add_module("health_sample")
        os.unlink(os.path.join(self.folder, "health_sample/__manifest__.py"))
        self.assertEqual(self.found(), [("module-uninstallable", "health_sample")])

    def test_uninstalled_dependency_is_found(self):
        self.add_module("health_other", state="uninstalled")
        self.add_module("health_sample", "{'depends': ['base', 'health_other']}")
        self.assertEqual(
            self.found(),
            [("module-dependency-missing", "health_sample:health_other")],
        )

    def test_quiet_about_a_package_that_this_server_does_not_need(self):
        requirement = "\"lxml<1; python_version < '3'\""
        self.add_module(
            "health_sample",
            f"{{'external_dependencies': {{'python': [{requirement}]}}}}",
        )
        self.assert_quiet()

    def test_a_requirement_that_cannot_be_read_is_missing(self):
        self.add_module(
            "health_sample", "{'external_dependencies': {'python': ['lxml >>> 1']}}"
        )
        self.assertEqual(
            self.found(), [("module-python-missing", "health_sample:lxml >>> 1")]
        )

    def test_quiet_about_the_leftovers_of_a_module_that_moved(self):
        first, other = tempfile.mkdtemp(), "health_sample/__pycache__"
        self.addCleanup(shutil.rmtree, first)
        self.patch(odoo.addons, "__path__", [first, *odoo.addons.__path__])
        os.makedirs(os.path.join(first, other))
        self.add_module("health_sample")
        self.assert_quiet()

    def test_missing_python_package_is_found(self):
        self.add_module(
            "health_sample",
            "{'external_dependencies': {'python': ['health_no_such_package']}}",
        )
        self.assertEqual(
            self.found(),
            [("module-python-missing", "health_sample:health_no_such_package")],
        )

    def test_newer_code_is_found(self):
        self.add_module("health_sample", "{'version': '19.0.1.1'}")
        finding = self.only()
        self.assertEqual(finding.rule, "module-outdated")
        self.assertIn("19.0.1.1", finding.message)

    def test_versions_are_quiet_where_the_whole_series_is_another(self):
        self.add_module("health_sample", "{'version': '19.0.1.1'}")
        base = self.env["ir.module.module"].search([("name", "=", "base")])
        base.latest_version = "18.0.1.3"
        self.assert_quiet()
