"""The quick run follows every install, upgrade and uninstall; a run that could not look
is made up for.
"""

import contextlib
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestRunSoon(TransactionCase):
    def setUp(self):
        super().setUp()
        self.quick = self.env.ref("ipai_health.ir_cron_quick")
        self.triggers().unlink()

    def triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.quick.id)])

    def test_quiet_when_a_registry_is_loaded_without_updates(self):
        self.patch(self.env.registry, "updated_modules", [])
        self.env["ipai.health.run"]._register_hook()
        self.assertFalse(self.triggers())

    def test_follows_an_install_or_upgrade(self):
        self.patch(self.env.registry, "updated_modules", ["base"])
        self.env["ipai.health.run"]._register_hook()
        self.assertEqual(len(self.triggers()), 1)

    def test_follows_an_uninstall(self):
        module = self.env["ir.module.module"].create(
            {"name": "health_sample", "state": "to remove"}
        )
        module.module_uninstall()
        self.assertEqual(len(self.triggers()), 1)

    def test_a_scheduled_run_that_meets_another_one_is_not_lost(self):
        """The next turn of a full run would be a week later."""
        runs = self.env["ipai.health.run"]
        taken = contextlib.nullcontext(False)
        with patch("odoo.addons.ipai_health.models.ipai_health_run_look.alone") as lock:
            lock.return_value = taken
            self.assertIsNone(runs._run("quick", "Mitchell Admin"))
            self.assertFalse(self.triggers())
            self.assertIsNone(runs._run_quick())
        self.assertGreater(self.triggers().call_at, fields.Datetime.now())
