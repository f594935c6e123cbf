"""The check of fields: the registry against the tables."""

from odoo.tests import tagged
from odoo.tools import SQL

from .common import CheckCase


@tagged("post_install", "-at_install")
class TestFields(CheckCase):
    check = "fields"

    def sql(self, statement, *args):
        self.env.cr.execute(SQL(statement, *args))

    # quiet

    def test_quiet_on_a_healthy_database_in_few_statements(self):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.assert_quiet()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 5)

    def test_quiet_about_translated_and_company_columns(self):
        self.assertTrue(self.env["ir.ui.menu"]._fields["name"].translate)
        dependent = [
            field
            for model in self.env.registry.values()
            for field in model._fields.values()
            if field.company_dependent
        ]
        self.assertTrue(dependent)
        self.assert_quiet()

    def test_quiet_about_a_wider_column(self):
        self.sql("ALTER TABLE res_partner ALTER COLUMN color TYPE int8")
        self.sql("ALTER TABLE res_bank ALTER COLUMN name TYPE text")
        self.assert_quiet()

    # faults

    def test_lost_column_is_found(self):
        self.sql("ALTER TABLE res_partner DROP COLUMN comment")
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("field-column-missing", "res.partner.comment"),
        )
        self.assertIn("base", finding.message)

    def test_lost_table_is_one_finding(self):
        self.sql("ALTER TABLE res_bank RENAME TO health_lost")
        self.assertEqual(self.found(), [("field-table-missing", "res.bank")])

    def test_lost_relation_is_one_finding(self):
        self.sql("ALTER TABLE res_groups_users_rel RENAME TO health_lost")
        self.assertEqual(
            self.found(), [("field-table-missing", "res_groups_users_rel")]
        )

    def test_lost_column_of_a_relation_is_found(self):
        self.sql("ALTER TABLE res_groups_users_rel RENAME COLUMN uid TO lost")
        self.assertEqual(
            self.found(), [("field-column-missing", "res_groups_users_rel.uid")]
        )

    def test_lost_table_that_odoo_does_not_manage_is_found(self):
        model = next(
            model
            for model in self.env.registry.values()
            if not model._auto and not model._abstract and model._table_query is None
        )
        table = SQL.identifier(model._table)
        self.sql("ALTER TABLE %s RENAME TO health_lost", table)
        self.assertEqual(self.found(), [("field-table-missing", model._name)])

    def test_other_type_is_found(self):
        self.sql("ALTER TABLE res_partner ALTER COLUMN color TYPE varchar")
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("field-type-mismatch", "res.partner.color"),
        )
        self.assertIn("varchar", finding.message)

    def test_field_that_points_at_a_lost_model_is_found(self):
        self.sql(
            "UPDATE ir_model_fields SET relation = 'health.lost' "
            "WHERE model = 'res.partner' AND name = 'country_id'"
        )
        self.assertEqual(
            self.found(), [("field-model-missing", "res.partner.country_id")]
        )

    def test_model_without_code_is_found_once(self):
        self.sql(
            "UPDATE ir_model SET model = 'health.lost' WHERE model = 'res.bank'",
        )
        self.assertEqual(self.found(), [("field-model-missing", "health.lost")])

    def test_quiet_when_a_lost_module_explains_it(self):
        self.sql(
            "INSERT INTO ir_module_module (name, state) "
            "VALUES ('health_gone', 'installed')"
        )
        self.sql("UPDATE ir_model SET model = 'health.lost' WHERE model = 'res.bank'")
        self.sql(
            "INSERT INTO ir_model_data (module, name, model, res_id) "
            "SELECT 'health_gone', 'model_lost', 'ir.model', id FROM ir_model "
            "WHERE model = 'health.lost'"
        )
        self.assert_quiet()


@tagged("post_install", "-at_install")
class TestManualFields(CheckCase):
    """Apart, since the fields outlive their test until the class is torn down."""

    check = "fields"

    def test_quiet_about_a_manual_field(self):
        self.env["ir.model.fields"].create(
            {
                "name": "x_health",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "ttype": "many2many",
                "relation": "res.country",
            }
        )
        self.assert_quiet()
