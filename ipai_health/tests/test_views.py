"""The check of views: each rule finds, names and places its fault, and keeps quiet
about a neighbour that is well.
"""

from odoo.tests import tagged

from ..core.look import FULL
from .view_case import FORM, ViewCase


@tagged("post_install", "-at_install")
class TestViews(ViewCase):
    def test_quiet_on_a_healthy_database(self):
        self.assert_quiet(FULL)

    def test_quiet_about_sound_views(self):
        form = self.make(FORM)
        self.extend(
            form, "<field name='name' position='after'><field name='ref'/></field>"
        )
        self.assert_quiet()

    def test_missing_field_is_found_where_it_is_named(self):
        view = self.make(FORM.replace('name="active"', 'name="gone"'))
        self.assert_only("view-field-missing", view, 7, "gone", "res.partner")

    def test_missing_field_in_an_expression_is_found(self):
        view = self.make(FORM.replace("not active", "not gone"))
        self.assert_only("view-field-missing", view, 6, "gone", "invisible")

    def test_missing_field_in_a_domain_is_found(self):
        arch = FORM.replace("invisible=", "domain=\"[('gone', '=', 1)]\" invisible=")
        self.assert_only("view-field-missing", self.make(arch), 6, "gone", "domain")

    def test_grouping_by_a_missing_field_is_found(self):
        arch = """<search><field name="name"/>
            <filter name="by_gone" context="{'group_by': 'gone:month'}"/></search>"""
        view = self.make(arch, type="search")
        self.assert_only("view-field-missing", view, 2, "gone", "res.partner")

    def test_missing_field_of_a_sub_view_names_the_model_of_the_sub_view(self):
        arch = """<form><field name="bank_ids">
            <list><field name="acc_number"/>
            <field name="gone"/></list></field></form>"""
        view = self.make(arch)
        self.assert_only("view-field-missing", view, 3, "res.partner.bank")

    def test_extension_is_blamed_and_not_its_parent(self):
        form = self.make(FORM)
        arch = "<data>\n<field name='name' position='after'>\n<field name='gone'/>"
        extension = self.extend(form, arch + "</field></data>")
        self.assert_only("view-field-missing", extension, 3, "gone")

    def test_extension_of_an_extension_is_blamed(self):
        form = self.make(FORM)
        first = self.extend(
            form, "<field name='name' position='after'><field name='ref'/></field>"
        )
        second = self.extend(
            first, "<field name='ref' position='after'><field name='gone'/></field>"
        )
        self.assert_only("view-field-missing", second, 1, "gone")

    def test_who_writes_a_wrong_attribute_is_blamed(self):
        form = self.make(FORM)
        arch = """<field name="name" position="attributes">
            <attribute name="readonly">gone</attribute></field>"""
        self.assert_only("view-field-missing", self.extend(form, arch), 2, "gone")

    def test_every_fault_of_a_view_is_found(self):
        arch = FORM.replace('name="active"', 'name="gone"').replace(
            "not active", "not lost"
        )
        view = self.make(arch)
        self.assertEqual(
            sorted(each.line for each in self.look() if each.res_id == view.id), [6, 7]
        )

    def test_missing_model_is_found(self):
        view = self.make(FORM)
        self.env.cr.execute(
            "UPDATE ir_ui_view SET model = 'no.model' WHERE id = %s", [view.id]
        )
        self.env.invalidate_all()
        self.assert_only("view-model-missing", view, 1, "no.model")

    def test_locator_that_finds_nothing_is_found(self):
        form = self.make(FORM)
        extension = self.extend(
            form, "<data>\n<field name='ref' position='after'><br/></field></data>"
        )
        self.assert_only("view-inheritance-broken", extension, 2, "ref")

    def test_locator_by_translated_attribute_is_found(self):
        form = self.make('<form><div string="Hello"/></form>')
        arch = "<xpath expr=\"//div[@string='Hello']\" position='after'><br/></xpath>"
        extension = self.extend(form, arch)
        self.assert_only("view-inheritance-broken", extension, 1, "string")

    def test_quiet_about_what_else_fails_where_a_spec_had_to_be_left_out(self):
        form = self.make(FORM)
        first = self.extend(
            form, "<field name='ref' position='after'><field name='vat'/></field>"
        )
        self.extend(
            form, "<field name='vat' position='after'><field name='email'/></field>"
        )
        self.assert_only("view-inheritance-broken", first, 1, "ref")

    def test_broken_xml_is_found(self):
        view = self.make(FORM.replace("</sheet>", ""))
        self.assert_only("view-invalid", view, 9, "XML")

    def test_what_the_grammar_rejects_is_found(self):
        arch = "<list>\n<field name='name'/>\n<field name='ref' zork='1'/></list>"
        view = self.make(arch, type="list")
        self.assert_only("view-invalid", view, 3, "zork")

    def test_extension_that_takes_away_what_a_label_is_for_is_blamed(self):
        form = self.make(FORM)
        extension = self.extend(form, "<field name='name' position='replace'/>")
        self.assert_only("view-invalid", extension, 1, "label")

    def test_missing_button_method_is_found(self):
        arch = FORM.replace("<sheet>", "<sheet><button name='gone' type='object'/>")
        self.assert_only("view-invalid", self.make(arch), 2, "gone")

    def test_missing_action_is_found(self):
        arch = FORM.replace("<sheet>", "<sheet><button name='999999' type='action'/>")
        self.assert_only("view-invalid", self.make(arch), 2, "999999")

    def test_missing_group_is_found_though_odoo_only_logs_it(self):
        arch = FORM.replace("<sheet>", "<sheet><field name='ref' groups='base.gone'/>")
        self.assert_only("view-invalid", self.make(arch), 2, "base.gone")

    def test_chatter_without_messages_is_found_though_odoo_does_not_look(self):
        chatter = "<form><field name='name'/>\n<chatter/></form>"
        self.make(chatter)
        self.assert_quiet()
        view = self.make(chatter, model="res.bank")
        view._check_xml()
        self.assertFalse(hasattr(self.env["res.bank"], "_get_thread_with_access"))
        self.assert_only("view-field-missing", view, 2, "message_ids")

    def test_inactive_views_are_left_alone(self):
        view = self.make(FORM.replace('name="active"', 'name="gone"'))
        self.env.cr.execute(
            "UPDATE ir_ui_view SET active = false WHERE id = %s", [view.id]
        )
        self.env.invalidate_all()
        self.assert_quiet()

    def test_fault_of_a_parent_is_reported_once(self):
        form = self.make(FORM.replace('name="active"', 'name="gone"'))
        self.make("<data/>", inherit_id=form.id, mode="primary")
        self.assert_only("view-field-missing", form, 7, "gone")

    def test_the_message_tells_whose_view_it_is(self):
        view = self.env.ref("base.view_users_tree")
        arch = view.arch.replace('name="login"', 'name="login_of_old"')
        self.rewrite(view, arch)
        self.assertIn("base.view_users_tree", self.only().message)
        self.assertIn("module base", self.only().message)
        self.assertNotIn("customised", self.only().message)
        view.arch_updated = True
        self.assertIn("customised", self.only().message)
