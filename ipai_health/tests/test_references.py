"""The check of references: actions, menus, filters, rules and defaults."""

import time

from odoo.tests import tagged

from .common import CheckCase


@tagged("post_install", "-at_install")
class TestReferences(CheckCase):
    check = "references"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["ir.model"]._get("res.partner")
        cls.action = cls.env["ir.actions.act_window"].create(
            {"name": "Sample", "res_model": "res.partner"}
        )

    def filter_with(self, **values):
        return self.env["ir.filters"].create(
            {"name": "Mine", "model_id": "res.partner"} | values
        )

    def rule_with(self, domain):
        rule = self.env["ir.rule"].create(
            {"name": "Mine", "model_id": self.partner.id, "domain_force": "[]"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_rule SET domain_force = %s WHERE id = %s", (domain, rule.id)
        )
        return rule

    # quiet

    def test_quiet_on_a_healthy_database_in_few_statements(self):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.assert_quiet()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 15)

    def test_quiet_about_what_a_domain_may_hold(self):
        for domain in (
            "[('name', 'ilike', 'a'), '|', ('id', '=', uid), (1, '=', 1)]",
            "[('company_id', 'in', company_ids + [False])]",
            "[('create_date.month_number', '=', 5)]",
            "[('country_id.code', '=', user.country_id.no_such_field)]",
            "[('child_ids', 'any', [('country_id', 'any', [('code', '=', 'BE')])])]",
            "[('write_date', '>', (context_today() - relativedelta(days=3)))]",
            "[] if user.share else [('user_id', '=', user.id)]",
            "not python at all (",
        ):
            self.action.domain = domain
            with self.subTest(domain=domain):
                self.assert_quiet()

    def test_quiet_about_a_filter_that_sorts_by_no_name(self):
        self.filter_with(sort="[1, null, '']".replace("'", '"'))
        self.assert_quiet()

    def test_filters_as_odd_as_any_user_may_save_them_hide_nothing(self):
        self.filter_with(domain="[('x_lost', '=', 1)]")
        found = self.found()
        self.assertEqual(len(found), 1)
        for odd in (
            {"domain": "[" + "1," * 500_000 + "]"},
            {"domain": "-" * 1500 + "1"},
            {"sort": "[" * 2000 + "]" * 2000},
            {"context": "{'group_by': " + "-" * 1500 + "1}"},
        ):
            self.filter_with(**odd)
        started = time.process_time()
        self.assertEqual(self.found(), found)
        self.assertLess(time.process_time() - started, 2.0)

    def test_a_name_that_is_no_text_is_told_and_stored(self):
        """Portal users may save filters, with whatever they like in them."""
        odd = ("\\0", "\\ud800", "x" * 6000)
        for name in odd:
            self.filter_with(domain=f"[('{name}', '=', 1)]")
        done = self.env["ipai.health.run"]._run("quick", "schedule")
        self.assertIn("cron", done)
        findings = self.env["ipai.health.finding"].search(
            [("rule", "=", "filter-field-missing"), ("state", "=", "open")]
        )
        self.assertEqual(len(findings), len(odd))

    def test_quiet_about_what_a_context_may_hold(self):
        self.action.context = (
            "{'group_by': ['country_id', 'create_date:month'], "
            "'search_default_nothing': 1, 'default_gone': uid}"
        )
        self.assert_quiet()

    def test_quiet_about_archived_filters_and_rules(self):
        self.filter_with(domain="[('gone', '=', 1)]", active=False)
        self.rule_with("[('gone', '=', 1)]").active = False
        self.assert_quiet()

    # faults

    def test_lost_field_of_a_domain_is_found(self):
        self.action.domain = "[('country_id.gone', '=', 1)]"
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            (
                "action-field-missing",
                f"ir.actions.act_window,{self.action.id}:country_id.gone",
            ),
        )
        self.assertIn("res.country has no field gone", finding.message)

    def test_lost_field_below_any_is_found(self):
        self.action.domain = "[('child_ids', 'any', [('gone', '=', 1)])]"
        self.assertIn("gone", self.only().message)

    def test_lost_field_of_a_grouping_is_found(self):
        self.action.context = "{'group_by': 'gone'}"
        self.assertEqual(self.only().rule, "action-field-missing")

    def test_lost_model_of_an_action_is_found(self):
        self.env.cr.execute(
            "UPDATE ir_act_window SET res_model = 'health.gone' WHERE id = %s",
            (self.action.id,),
        )
        finding = self.only()
        self.assertEqual(finding.rule, "action-model-missing")
        self.assertEqual(finding.res_id, self.action.id)

    def test_lost_path_of_a_server_action_is_found(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Sample",
                "model_id": self.partner.id,
                "state": "object_write",
                "update_path": "comment",
            }
        )
        self.assert_quiet()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_act_server SET update_path = 'gone' WHERE id = %s", (action.id,)
        )
        self.assertEqual(self.only().rule, "action-field-missing")

    def test_lost_action_of_a_menu_is_found(self):
        menu = self.env["ir.ui.menu"].create(
            {"name": "Sample", "action": f"ir.actions.act_window,{self.action.id}"}
        )
        self.assert_quiet()
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM ir_act_window WHERE id = %s", (self.action.id,)
        )
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("menu-action-missing", f"ir.ui.menu,{menu.id}"),
        )

    def test_lost_fields_of_a_filter_are_found_each(self):
        filter_ = self.filter_with()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_filters SET domain = %s, context = %s, sort = %s WHERE id = %s",
            (
                "[('gone', '=', 1), ('gone', '=', 2)]",
                "{'group_by': ['lost']}",
                '["missing desc"]',
                filter_.id,
            ),
        )
        subjects = [subject for _rule, subject in self.found()]
        self.assertEqual(
            subjects,
            [f"ir.filters,{filter_.id}:{name}" for name in ("gone", "lost", "missing")],
        )

    def test_lost_field_of_a_rule_is_found(self):
        self.rule_with("[('gone', 'in', company_ids)] if user.share else []")
        self.assertEqual(self.only().rule, "rule-field-missing")

    def test_lost_field_of_a_default_is_found(self):
        self.env["ir.default"].set("res.partner", "comment", "x")
        self.assert_quiet()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_model_fields SET name = 'gone' "
            "WHERE model = 'res.partner' AND name = 'comment'"
        )
        self.assertEqual(self.only().rule, "default-field-missing")

    def brought_by_a_lost_module(self, model, id_):
        """Let the record be one that a module without code has brought."""
        self.env.flush_all()
        for query, values in (
            (
                "INSERT INTO ir_module_module (name, state) "
                "VALUES ('health_gone', 'installed')",
                (),
            ),
            (
                "INSERT INTO ir_model_data (module, name, model, res_id) "
                "VALUES ('health_gone', 'brought', %s, %s)",
                (model, id_),
            ),
        ):
            self.env.cr.execute(query, values)

    def test_quiet_about_a_field_that_a_lost_module_brought(self):
        field = self.env["ir.model.fields"]._get("res.partner", "comment")
        self.brought_by_a_lost_module("ir.model.fields", field.id)
        self.env.cr.execute(
            "UPDATE ir_model_fields SET name = 'gone' WHERE id = %s", (field.id,)
        )
        self.action.domain = "[('gone', '=', 1)]"
        self.assert_quiet()

    def test_a_lost_module_explains_no_other_field_of_its_model(self):
        self.brought_by_a_lost_module("ir.model", self.partner.id)
        self.action.domain = "[('gone', '=', 1)]"
        self.assertEqual(self.only().rule, "action-field-missing")
