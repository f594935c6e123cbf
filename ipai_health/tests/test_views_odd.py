"""The check of views on what should not be there at all: it still looks at the rest."""

from unittest.mock import patch

from odoo.tests import tagged

from ..checks.isolation import Outcome
from ..checks.view_audit.round import Round
from ..command.look import unseen
from ..core.look import FULL
from .view_case import FORM, ViewCase


@tagged("post_install", "-at_install")
class TestOddViews(ViewCase):
    def sql(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def stumbling_over(self, views):
        """Let our own code fail on ``views``."""
        examine = Round._examine

        def stumble(audit_round, tree):
            if tree.view.id in views.ids:
                raise ZeroDivisionError("sample")
            examine(audit_round, tree)

        return patch.object(Round, "_examine", stumble)

    def rules_of(self, view):
        return {each.rule for each in self.look() if each.res_id == view.id}

    def test_views_that_inherit_from_each_other_are_found(self):
        first = self.make(FORM)
        second = self.extend(first, "<data/>")
        self.sql(
            "UPDATE ir_ui_view SET inherit_id = %s, mode = 'extension' WHERE id = %s",
            second.id,
            first.id,
        )
        found = self.found()
        self.assertEqual(
            found,
            [
                ("view-inheritance-broken", f"ir.ui.view,{first.id}"),
                ("view-inheritance-broken", f"ir.ui.view,{second.id}"),
            ],
        )

    def test_view_whose_parent_is_gone_is_found(self):
        view = self.extend(self.make(FORM), "<data/>")
        self.sql("ALTER TABLE ir_ui_view DROP CONSTRAINT ir_ui_view_inherit_id_fkey")
        self.sql("UPDATE ir_ui_view SET inherit_id = 999999 WHERE id = %s", view.id)
        self.assert_only("view-inheritance-broken", view, None, "999999")

    def test_view_without_an_arch_is_found(self):
        view = self.make(FORM)
        self.sql("UPDATE ir_ui_view SET arch_db = NULL WHERE id = %s", view.id)
        self.assertEqual(self.rules_of(view), {"view-invalid"})

    def test_quiet_about_an_extension_without_an_arch(self):
        view = self.extend(self.make(FORM), "<data/>")
        self.sql("UPDATE ir_ui_view SET arch_db = NULL WHERE id = %s", view.id)
        self.assert_quiet()

    def test_declared_encoding_is_found(self):
        arch = "<?xml version='1.0' encoding='latin-1'?>" + FORM
        self.assertEqual(self.rules_of(self.make(arch)), {"view-invalid"})

    def test_extension_of_another_type_is_found(self):
        extension = self.extend(self.make(FORM), "<data/>", type="list")
        self.assert_only("view-invalid", extension, None, "list", "form")

    def test_extension_with_another_model_is_judged_by_its_own(self):
        arch = "<field name='name' position='after'><field name='bic'/></field>"
        form = self.make("<form><field name='name'/></form>")
        self.extend(form, arch, model="res.bank")
        self.assert_quiet()

    def test_primary_child_of_another_model_is_blamed_for_its_own_choice(self):
        form = self.make("<form><field name='name'/><field name='ref'/></form>")
        child = self.make(
            "<data/>", inherit_id=form.id, mode="primary", model="res.bank"
        )
        self.assert_only("view-field-missing", child, None, "ref", "res.bank")

    def test_extension_that_leaves_nothing_of_the_view_is_found(self):
        form = self.make(FORM)
        extension = self.extend(form, "<xpath expr='/form' position='replace'/>")
        self.assert_only("view-inheritance-broken", extension, 1)

    def test_separator_without_value_is_found(self):
        form = self.make(FORM)
        arch = """<field name="parent_id" position="attributes">
            <attribute name="invisible" add="not active"/></field>"""
        extension = self.extend(form, arch)
        self.assert_only("view-inheritance-broken", extension, 1)

    def test_mistake_of_ours_loses_no_other_view(self):
        broken = self.make(FORM.replace('name="active"', 'name="gone"'))
        sound = self.make(FORM)
        other = self.make(FORM.replace('name="active"', 'name="lost"'))
        with self.stumbling_over(broken + sound):
            found = self.found()
        self.assertEqual(
            found,
            [
                ("view-field-missing", f"ir.ui.view,{other.id}"),
                ("view-invalid", f"ir.ui.view,{broken.id}"),
            ],
        )

    def test_template_that_our_own_code_fails_on_is_said_not_to_be_looked_at(self):
        template = self.make("<t t-name='sample'><t t-out='a'/></t>", type="qweb")
        with self.stumbling_over(template):
            finding = self.assert_only("check-crashed", template, None, "sample")
        self.assertIn("ZeroDivisionError", finding.message)
        self.assertEqual(unseen(Outcome(findings=[finding])), [finding.message])
        self.assert_quiet()

    def test_what_was_found_in_it_before_stays(self):
        template = self.make("<t t-name='sample'><t t-out='a b'/></t>", type="qweb")
        self.look()
        with self.stumbling_over(template):
            found = self.found(FULL, self.last_look.new_memo)
        subject = f"ir.ui.view,{template.id}"
        self.assertEqual(
            found, [("check-crashed", subject), ("template-broken", subject)]
        )

    def test_looking_warns_of_nothing(self):
        self.make(FORM.replace("<sheet>", "<sheet><img src='x'/><i class='fa-x'/>"))
        self.make("<search><group/></search>", type="search")
        self.env.flush_all()
        with self.assertNoLogs("odoo", "WARNING"):
            self.assert_quiet()
