"""Rights: the Health group looks, its managers act, others see nothing."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

LOOK = "ipai_health.group_user"
ACT = "ipai_health.group_manager"
OPERATIONS = ("read", "write", "create", "unlink")

MODELS = {
    "ipai.health.check": {LOOK: "read", ACT: "read write"},
    "ipai.health.finding": {LOOK: "read", ACT: "read write"},
    "ipai.health.run": {LOOK: "read", ACT: "read"},
    "ipai.health.node": {LOOK: "read", ACT: "read unlink"},
    "ipai.health.rule": {LOOK: "read", ACT: "read write"},
    "ipai.health.remedy.log": {LOOK: "read", ACT: "read"},
    "ipai.health.client.error": {LOOK: "read", ACT: "read"},
    "ipai.health.maintenance.plan": {LOOK: "", ACT: "read write create"},
    "ipai.health.mute": {LOOK: "", ACT: "read write create"},
}
"""What each group may do with each model that is stored."""

OUTSIDERS = {
    "employee": "base.group_user",
    "erp": "base.group_erp_manager",
    "portal": "base.group_portal",
    "public": "base.group_public",
}

VERBS = {
    "ipai.health.overview": {
        "load": (LOOK, []),
        "progress": (LOOK, []),
        "failing": (LOOK, []),
        "run_now": (ACT, ["quick"]),
    },
    "ipai.health.report": {"markdown": (LOOK, [])},
    "ipai.health.maintenance": {
        "start": (ACT, [0]),
        "stop": (ACT, []),
        "plan": (ACT, ["2999-01-01 00:00:00", "2999-01-01 01:00:00"]),
    },
    "ipai.health.remedy": {"plan": (ACT, ["purge-assets"])},
}
"""Who may call what over RPC, and with what arguments."""


class RightsCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_test_user(cls.env, f"health_{name}", groups=group)
            for name, group in OUTSIDERS.items()
        }
        cls.looker = new_test_user(cls.env, "health_looker", groups=LOOK)
        cls.manager = new_test_user(cls.env, "health_manager", groups=ACT)


@tagged("post_install", "-at_install")
class TestRights(RightsCase):
    def allowed(self, model, user):
        records = self.env[model].with_user(user)
        return {each for each in OPERATIONS if records.has_access(each)}

    def test_every_stored_model_is_in_the_table(self):
        stored = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("ipai.health.") and not model._abstract
        }
        self.assertEqual(stored, set(MODELS))

    def test_members_may_what_the_table_says(self):
        for model, rights in MODELS.items():
            with self.subTest(model=model):
                self.assertEqual(
                    self.allowed(model, self.looker), set(rights[LOOK].split())
                )
                self.assertEqual(
                    self.allowed(model, self.manager), set(rights[ACT].split())
                )

    def test_others_may_nothing(self):
        for name, user in self.users.items():
            for model in MODELS:
                with self.subTest(user=name, model=model):
                    self.assertEqual(self.allowed(model, user), set())

    def test_others_cannot_search_read_or_export(self):
        user = self.users["employee"]
        for model in MODELS:
            records = self.env[model].with_user(user)
            with self.subTest(model=model):
                with self.assertRaises(AccessError):
                    records.search_read([], ["display_name"])
                with self.assertRaises(AccessError):
                    records.search([])
                with self.assertRaises(UserError):
                    records.browse(1).export_data(["id"])

    def test_verbs_ask_for_their_group(self):
        for model, verbs in VERBS.items():
            for verb, (group, arguments) in verbs.items():
                with self.subTest(model=model, verb=verb):
                    self.assert_verb(model, verb, group, arguments)

    def assert_verb(self, model, verb, group, arguments):
        refused = [*self.users.values(), *([self.looker] if group == ACT else [])]
        for user in refused:
            with self.assertRaises(AccessError, msg=user.login):
                getattr(self.env[model].with_user(user), verb)(*arguments)
        allowed = self.looker if group == LOOK else self.manager
        getattr(self.env[model].with_user(allowed), verb)(*arguments)

    def test_menus_are_seen_by_members_only(self):
        menus = self.env["ir.ui.menu"]
        overview = self.env.ref("ipai_health.menu_overview").id
        settings = self.env.ref("base.menu_administration").id
        seen = menus.with_user(self.looker)._visible_menu_ids()
        self.assertLessEqual({overview, settings}, set(seen))
        self.assertNotIn(self.env.ref("base_setup.menu_config").id, seen)
        for user in (self.users["employee"], self.users["erp"]):
            self.assertNotIn(overview, menus.with_user(user)._visible_menu_ids())

    def test_administrators_are_managers(self):
        admin = new_test_user(self.env, "health_admin", groups="base.group_system")
        self.assertTrue(admin.has_group(ACT))
        self.assertFalse(self.users["erp"].has_group(LOOK))

    def test_companies_make_no_difference(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.looker.write({"company_ids": [(4, company.id)], "company_id": company.id})
        here = self.env["ipai.health.rule"].with_user(self.looker)
        self.assertEqual(
            here.search_count([]),
            here.with_company(company).search_count([]),
        )

    def test_a_looker_is_offered_no_repair(self):
        finding = self.env["ipai.health.finding"].new({"rule": "asset-file-missing"})
        self.assertTrue(finding.with_user(self.manager)._offers(finding))
        self.assertEqual(finding.with_user(self.looker)._offers(finding), [])


@tagged("post_install", "-at_install")
class TestRoutes(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "health_employee", groups="base.group_user")
        new_test_user(cls.env, "health_looker", groups=LOOK)
        new_test_user(cls.env, "health_manager", groups=ACT)
        new_test_user(cls.env, "health_portal", groups="base.group_portal")

    def test_the_repair_page_is_for_managers(self):
        for login in ("health_employee", "health_looker", "health_portal"):
            self.authenticate(login, login)
            self.assertEqual(self.url_open("/ipai/repair").status_code, 404, login)
        self.authenticate("health_manager", "health_manager")
        answer = self.url_open("/ipai/repair")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("/web/assets/", answer.text)
        self.assertNotIn("<script", answer.text)

    def test_without_a_session_it_asks_to_log_in(self):
        answer = self.url_open("/ipai/repair", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_repair_needs_the_token_of_its_page(self):
        self.authenticate("health_manager", "health_manager")
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open("/ipai/repair/apply", data={"code": "purge-assets"})
        self.assertEqual(answer.status_code, 400)

    def test_others_learn_nothing_over_rpc(self):
        self.authenticate("health_employee", "health_employee")
        for model, method in (
            ("ipai.health.overview", "load"),
            ("ipai.health.finding", "search_read"),
            ("ipai.health.remedy", "_apply"),
        ):
            question = {
                "params": {"model": model, "method": method, "args": [], "kwargs": {}}
            }
            with self.assertLogs("odoo.http", "WARNING"):
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    data=json.dumps(question),
                    headers={"Content-Type": "application/json"},
                )
            self.assertIn("AccessError", answer.json()["error"]["data"]["name"])
