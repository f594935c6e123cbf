"""The quick run follows every install, upgrade and uninstall."""

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
