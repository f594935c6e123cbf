"""Whoever has no right reads, writes, calls and learns nothing."""

import inspect

from odoo import models
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user, tagged

OUTSIDERS = {
    "clerk": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}

ARGUMENTS = {
    "code": "purge-assets",
    "depth": "quick",
    "minutes": 5,
    "target": "1",
    "token": "x",
    "values": {},
}
"""What is handed to our methods that want something."""

READS = (
    ("search_read", [[]], {}),
    ("web_search_read", [[], {"id": {}}], {}),
    ("name_search", [""], {}),
    ("search_count", [[]], {}),
    ("web_read_group", [[], ["id"]], {}),
)
WRITES = (
    ("create", [[{}]], {}),
    ("write", [[1], {}], {}),
    ("unlink", [[1]], {}),
)


@tagged("post_install", "-at_install")
class TestRightsAttack(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: new_test_user(cls.env, f"attack_{name}", group)
            for name, group in OUTSIDERS.items()
        }
        cls.viewer = new_test_user(
            cls.env, "attack_viewer", "base.group_user,ipai_health.group_user"
        )
        check = cls.env["ipai.health.check"]._for_checkers(["modules"])["modules"]
        cls.finding = cls.env["ipai.health.finding"].create(
            {
                "rule": "module-pending",
                "severity": "critical",
                "subject": "attack",
                "message": "attack",
                "check_id": check.id,
                "first_seen": "2026-01-01",
                "last_seen": "2026-01-01",
            }
        )

    def ours(self, stored=None):
        """Return the names of our models: all, or those with a table of their own."""
        return [
            name
            for name in sorted(self.env.registry)
            if name.startswith("ipai.health.")
            and (stored is None or stored == self.env[name]._auto)
        ]

    def assert_refused(self, user, model, method, args, kwargs=None):
        target = self.env[model].with_user(user)
        with self.subTest(user=user.login, model=model, method=method):
            with self.assertRaises(UserError) as caught:
                call_kw(target, method, args, kwargs or {})
            self.assertNotIn("psycopg2", str(caught.exception))

    def test_outsiders_read_no_model_of_ours(self):
        for user in self.people.values():
            for model in self.ours(stored=True):
                for method, args, kwargs in READS:
                    self.assert_refused(user, model, method, args, kwargs)

    def test_outsiders_write_no_model_of_ours(self):
        for user in self.people.values():
            for model in self.ours(stored=True):
                for method, args, kwargs in WRITES:
                    self.assert_refused(user, model, method, args, kwargs)

    def test_only_administrators_learn_the_settings(self):
        """Odoo asks nobody for a right to ``default_get``; an address is a secret."""
        names = [
            "health_webhook_url",
            "health_expected_db_host",
            "health_expected_log_level",
        ]
        parameters = self.env["ir.config_parameter"]
        for name in names:
            parameters.set_param(name.replace("health_", "ipai_health."), "https://s")
        for user in (*self.people.values(), self.viewer):
            settings = self.env["res.config.settings"].with_user(user)
            told = call_kw(settings, "default_get", [names], {})
            self.assertFalse({name: told[name] for name in names if told.get(name)})
            self.assertNotIn("https://s", str(told))
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin)
        told = call_kw(settings, "default_get", [names], {})
        self.assertEqual(told, told | dict.fromkeys(names, "https://s"))

    def test_settings_saved_by_others_than_administrators_keep_ours(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ipai_health.webhook_url", "https://s")
        parameters.set_param("ipai_health.client_errors", "False")
        manager = new_test_user(
            self.env, "attack_erp_manager", "base.group_erp_manager"
        )
        settings = self.env["res.config.settings"].create({}).with_user(manager)
        settings.sudo().set_values()
        self.assertEqual(parameters.get_param("ipai_health.webhook_url"), "https://s")
        self.assertEqual(parameters.get_param("ipai_health.client_errors"), "False")

    def test_who_may_look_may_not_write(self):
        for model in self.ours(stored=True):
            for method, args, kwargs in WRITES:
                self.assert_refused(self.viewer, model, method, args, kwargs)

    def test_a_private_method_is_not_to_be_called(self):
        for model in self.ours():
            own = {
                name
                for base in type(self.env[model]).__mro__
                if base.__module__.startswith("odoo.addons.ipai_health.")
                for name, value in vars(base).items()
                if inspect.isfunction(value) and name.startswith("_")
            }
            for name in sorted(own):
                self.assert_refused(self.env.ref("base.user_admin"), model, name, [])

    def test_outsiders_call_no_method_of_ours(self):
        for user in (*self.people.values(),):
            for model, method, args in self.public_methods():
                self.assert_refused(user, model, method, args)

    def test_who_may_look_starts_nothing(self):
        for model, method, args in self.public_methods():
            if (model, method) not in LOOKING:
                self.assert_refused(self.viewer, model, method, args)

    def public_methods(self):
        """Yield model, name and arguments of every method of ours that RPC reaches."""
        for model in self.ours():
            record = self.env[model]
            names = {
                name
                for base in type(record).__mro__
                if base.__module__.startswith("odoo.addons.ipai_health.")
                for name, value in vars(base).items()
                if inspect.isfunction(value) and not name.startswith("_")
            }
            for name in sorted(names - OF_THE_ORM):
                method = getattr(type(record), name)
                ids = [] if getattr(method, "_api_model", False) else [[1]]
                yield model, name, [*ids, *self.arguments(method)]

    def arguments(self, method):
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return [
            ARGUMENTS.get(each.name, "1")
            for each in parameters
            if each.default is inspect.Parameter.empty
            and each.kind == inspect.Parameter.POSITIONAL_OR_KEYWORD
        ]


LOOKING = {
    ("ipai.health.overview", "load"),
    ("ipai.health.overview", "progress"),
    ("ipai.health.overview", "failing"),
    ("ipai.health.finding", "action_open_record"),
    ("ipai.health.report", "markdown"),
}
"""What a member of the group that may look can call."""

OF_THE_ORM = set(dir(models.BaseModel))
