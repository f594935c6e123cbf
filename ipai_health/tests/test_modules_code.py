"""The check of modules: is the code still what the database was upgraded with?"""

import os

from odoo.tests import tagged

from ..core.look import QUICK
from .common import AddonsFolderCase


@tagged("post_install", "-at_install")
class TestModulesCode(AddonsFolderCase):
    check = "modules"

    def module_changed_since_a_look(self):
        """Return an installed module; its code is another than the last look saw."""
        module = self.add_module("health_sample")
        self.mark(module, "installed", "3 hours")
        self.write_file("health_sample/models.py", "A = 1")
        self.look()
        self.write_file("health_sample/models.py", "A = 2")
        return module

    def test_changed_code_is_found_until_the_upgrade(self):
        module = self.add_module("health_sample")
        self.write_file("health_sample/models.py", "A = 1")
        self.assert_quiet()
        memo = self.last_look.new_memo
        self.assert_quiet(memo=memo)
        self.write_file("health_sample/models.py", "A = 2")
        self.assertEqual(
            self.found(memo=memo), [("module-code-changed", "health_sample")]
        )
        memo = self.last_look.new_memo
        self.assertEqual(
            self.found(QUICK, memo=memo), [("module-code-changed", "health_sample")]
        )
        self.mark(module, "installed", "-1 seconds")
        self.assert_quiet(memo=memo)

    def test_the_look_right_after_an_upgrade_takes_its_code_for_the_right_one(self):
        module = self.add_module("health_sample")
        self.write_file("health_sample/models.py", "A = 1")
        self.look()
        self.write_file("health_sample/models.py", "A = 2")
        self.look(memo=self.last_look.new_memo)
        self.mark(module, "installed", "-1 seconds")
        self.assert_quiet(QUICK, memo=self.last_look.new_memo)
        self.write_file("health_sample/models.py", "A = 33")
        self.assertEqual(
            self.found(memo=self.last_look.new_memo),
            [("module-code-changed", "health_sample")],
        )

    def test_a_mark_alone_does_not_make_changed_code_right(self):
        module = self.add_module("health_sample")
        self.write_file("health_sample/models.py", "A = 1")
        self.look()
        self.write_file("health_sample/models.py", "A = 2")
        changed = ("module-code-changed", "health_sample")
        self.mark(module, "to upgrade", "2 hours")
        found = self.found(memo=self.last_look.new_memo)
        self.assertIn(changed, found)
        # as Odoo gives it up
        self.env.cr.execute(
            "UPDATE ir_module_module SET state = 'installed' WHERE id = %s",
            (module.id,),
        )
        self.env.invalidate_all()
        self.assertIn(changed, self.found(memo=self.last_look.new_memo))

    def test_writes_that_load_no_code_do_not_make_changed_code_right(self):
        module = self.module_changed_since_a_look()
        changed = [("module-code-changed", "health_sample")]
        # an upgrade asked for and cancelled, and "Update Apps List"
        module.write({"state": "to upgrade"})
        module.write({"state": "installed"})
        module.write({"summary": "changed with the code"})
        self.assertEqual(self.found(memo=self.last_look.new_memo), changed)
        module.write({"state": "installed", "latest_version": "19.0.1.0"})
        self.assert_quiet(memo=self.last_look.new_memo)

    def test_a_write_right_after_an_upgrade_does_not_hide_it(self):
        module = self.module_changed_since_a_look()
        self.mark(module, "installed", "1 hour")
        module.write({"summary": "by Update Apps List"})
        self.assert_quiet(memo=self.last_look.new_memo)

    def test_quiet_about_links_to_nowhere_and_in_circles(self):
        self.module_changed_since_a_look()
        folder = os.path.join(self.folder, "health_sample")
        os.symlink("nobody@nowhere", os.path.join(folder, ".#models.py"))
        changed = [("module-code-changed", "health_sample")]
        memo = self.last_look.new_memo
        self.assertEqual(self.found(memo=memo), changed)
        os.symlink("round.py", os.path.join(folder, "round.py"))
        self.assertEqual(self.found(memo=memo), [])
        self.assertEqual(self.last_look.new_memo, memo)

    def test_quiet_about_new_dates_and_styles(self):
        self.add_module("health_sample")
        path = self.write_file("health_sample/models.py", "A = 1")
        self.look()
        memo = self.last_look.new_memo
        os.utime(path, (1, 1))
        self.write_file("health_sample/static/src/a.scss", "a {}")
        self.assert_quiet(memo=memo)
