"""Errors of browsers: who may report, how often, and what becomes of it."""

import json
from unittest.mock import patch

from psycopg2.errorcodes import SERIALIZATION_FAILURE
from psycopg2.errors import SerializationFailure

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers import client_error as controller
from ..controllers.limit import Limit
from .common import CheckCase

UNDEFINED = '"res.partner"."x_lost" field is undefined.'
STACK = """Error: field is undefined.
    at FormArchParser.parse (http://h/web/assets/abcdef0/web.assets_web.min.js:1:2)
    at HealthForm.setup (http://h/web/assets/abcdef0/web.assets_web.min.js:3:4)"""


class Collision(SerializationFailure):
    """As PostgreSQL says it, with its code."""

    pgcode = SERIALIZATION_FAILURE


@tagged("post_install", "-at_install")
class TestClient(CheckCase):
    check = "client"

    def setUp(self):
        super().setUp()
        self.errors = self.env["ipai.health.client.error"]
        self.errors.search([]).unlink()

    def extensions(self, number=1):
        """Return views that name a lost field, as an upgrade gone wrong leaves them."""
        values = {
            "name": "health.lost",
            "model": "res.partner",
            "inherit_id": self.env.ref("base.view_partner_form").id,
            "arch": "<field name='email' position='after'><field name='ref'/></field>",
        }
        views = self.env["ir.ui.view"].create([values] * number)
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, '\\\"ref\\\"', "
            "'\\\"x_lost\\\"')::jsonb WHERE id = ANY(%s)",
            [views.ids],
        )
        self.env.invalidate_all()
        return views

    def test_quiet_without_errors(self):
        self.assert_quiet()

    def test_a_lost_field_names_its_view(self):
        view = self.extensions()
        self.errors._keep(UNDEFINED, STACK, "/odoo/contacts/…")
        finding = self.only()
        self.assertEqual(finding.rule, "client-js-error")
        self.assertEqual((finding.res_model, finding.res_id), ("ir.ui.view", view.id))
        self.assertIn("health.lost", finding.message)

    def test_a_template_with_the_same_word_is_not_guilty(self):
        view = self.extensions()
        self.env["ir.ui.view"].create(
            {
                "name": "x",
                "type": "qweb",
                "arch": "<t t-name='x'><a t-out='x_lost'/></t>",
            }
        )
        self.errors._keep(UNDEFINED, STACK, "/odoo/contacts/…")
        self.assertEqual(self.only().res_id, view.id)

    def test_among_several_extensions_nobody_is_guilty(self):
        self.extensions(2)
        self.errors._keep(UNDEFINED, STACK, "/odoo/contacts/…")
        self.assertEqual(self.only().res_model, "ipai.health.client.error")

    def test_a_lost_field_is_searched_for_once_and_of_a_flood_only_some(self):
        searches = []

        def find_field(_self, path):
            searches.append(path)
            return []

        for number in range(30):
            for place in "ab":
                message = UNDEFINED.replace("x_lost", f"x_lost_{number}")
                self.errors._keep(message + place, STACK, "/")
        self.errors._keep(UNDEFINED.replace("res.partner", "no.model"), STACK, "/")
        switch = type(self.env["ipai.health.view.switch"])
        with patch.object(switch, "_find_field", find_field):
            self.assertEqual(len(self.found()), 61)
        self.assertEqual(len(searches), len(set(searches)))
        self.assertIn(len(searches), (19, 20))

    def test_what_the_check_of_views_named_is_not_told_twice(self):
        view = self.extensions()
        self.errors._keep(UNDEFINED, STACK, "/odoo/contacts/…")
        check = self.env["ipai.health.check"]._for_checkers(["views"])["views"]
        self.env["ipai.health.finding"].create(
            {
                "rule": "view-field-missing",
                "severity": "warning",
                "subject": f"ir.ui.view,{view.id}",
                "message": "named",
                "check_id": check.id,
                "res_model": "ir.ui.view",
                "res_id": view.id,
                "first_seen": "2026-01-01",
                "last_seen": "2026-01-01",
            }
        )
        self.assert_quiet()

    def test_the_same_error_is_one(self):
        for port in (1, 2, 3):
            self.errors._keep(
                "x is not a function", STACK.replace(":1:", f":{port}:"), "/"
            )
        self.assertEqual(self.errors.search([]).seen_count, 3)
        self.assertEqual(self.only().res_model, "ipai.health.client.error")

    def test_different_errors_are_several(self):
        self.errors._keep("x is not a function", STACK, "/")
        self.errors._keep("y is not a function", STACK, "/")
        self.assertEqual(len(self.found()), 2)

    def test_an_error_nobody_meets_any_more_is_gone(self):
        self.errors._keep("x is not a function", STACK, "/")
        self.errors.search([]).last_seen = "2020-01-01 00:00:00"
        self.assert_quiet()

    def test_a_flood_is_bounded(self):
        with patch("odoo.addons.ipai_health.models.ipai_health_client_error.MOST", 3):
            for letter in "abcdef":
                self.errors._keep(f"{letter} is not a function", STACK, "/")
        kept = " ".join(self.errors.search([]).mapped("message"))
        self.assertEqual(self.errors.search_count([]), 3)
        self.assertIn("f is not a function", kept)


@tagged("post_install", "-at_install")
class TestClientRoute(HttpCase):
    def setUp(self):
        super().setUp()
        self.errors = self.env["ipai.health.client.error"]
        self.errors.search([]).unlink()
        for name in ("OF_SESSION", "OVERALL"):
            limit = Limit(most=6, seconds=60)
            self.startPatcher(patch.object(controller, name, limit))
        self.startPatcher(
            patch.object(controller.ClientError, "_is_outdated", lambda *args: False)
        )
        new_test_user(self.env, "health_employee", groups="base.group_user")
        new_test_user(self.env, "health_portal", groups="base.group_portal")

    def report(self, login="health_employee", origin=None, token=None, **more):
        self.authenticate(login, login)
        headers = {"Content-Type": "text/plain"}
        if origin is not False:
            headers["Origin"] = origin or self.base_url()
        body = {
            "token": Request.csrf_token(self) if token is None else token,
            "message": "x is not a function",
            "stack": STACK,
            "path": "/odoo/contacts/77",
            "script": "",
        } | more
        return self.opener.post(
            f"{self.base_url()}/ipai/client-error",
            data=json.dumps(body),
            headers=headers,
            timeout=30,
        ).status_code

    def test_a_report_is_kept_without_record_numbers(self):
        self.assertEqual(self.report(), 204)
        self.assertEqual(self.errors.search([]).path, "/odoo/contacts/…")

    def test_nobody_reports_without_a_session(self):
        self.assertEqual(self.report(login=None), 404)

    def test_portal_users_do_not_report(self):
        self.assertEqual(self.report(login="health_portal"), 404)

    def test_another_site_may_not_report(self):
        self.assertEqual(self.report(origin="https://elsewhere.example"), 404)
        self.assertEqual(self.report(origin=False), 404)

    def test_the_token_of_the_page_is_asked_for(self):
        self.assertEqual(self.report(token=""), 404)
        self.assertEqual(self.report(token="0" * 40 + "o1"), 404)
        self.assertEqual(self.report(token="üo9999999999"), 404)

    def test_the_report_is_still_there_when_odoo_tries_again(self):
        keep, tries = type(self.errors)._keep, []

        def collide_first(errors, *arguments):
            tries.append(arguments)
            if len(tries) == 1:
                raise Collision("two browsers at once")
            return keep(errors, *arguments)

        with patch.object(type(self.errors), "_keep", collide_first):
            self.assertEqual(self.report(), 204)
        self.assertEqual(len(tries), 2)
        self.assertEqual(self.errors.search([]).seen_count, 1)

    def test_without_the_quick_action_a_report_is_kept_all_the_same(self):
        self.env.ref("ipai_health.ir_cron_quick").unlink()
        self.assertEqual(self.report(), 204)
        self.assertEqual(len(self.errors.search([])), 1)

    def test_a_large_report_is_refused(self):
        self.assertEqual(self.report(stack="x" * 20_000), 404)

    def test_the_switch_turns_it_off(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("ipai_health.client_errors", "False")
        self.assertEqual(self.report(), 404)
        self.assertFalse(self.errors.search([]))

    def test_a_session_is_limited(self):
        for number in range(9):
            self.assertEqual(self.report(message=f"f{'x' * number} is lost"), 204)
        self.assertEqual(self.errors.search_count([]), 6)

    def test_an_error_of_an_old_bundle_is_ignored(self):
        with patch.object(controller.ClientError, "_is_outdated", lambda *args: True):
            self.assertEqual(self.report(), 204)
        self.assertFalse(self.errors.search([]))
