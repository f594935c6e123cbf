"""The check of views looks only at what changed, whichever way it was changed."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ..checks.view_audit import audit as auditing
from ..checks.view_audit import memory
from ..checks.view_audit.audit import audit
from ..core.look import FULL
from .view_case import FORM, ViewCase


@tagged("post_install", "-at_install")
class TestViewsMemory(ViewCase):
    def setUp(self):
        super().setUp()
        self.view = self.make(FORM)
        self.other = self.make(FORM)
        self.memo = self.first_memo
        self.again()

    def again(self, depth="quick"):
        """Look with what the last look remembered; ``audited`` then holds the numbers
        of the views looked at, ``None`` for all.
        """
        self.audited = []
        memo = json.loads(json.dumps(self.memo))
        with patch.object(auditing, "audit", self._audit):
            findings = self.look(depth, memo)
        self.memo = self.last_look.new_memo
        return findings

    def _audit(self, env, ids, progress):
        self.audited = ids
        return audit(env, ids, progress)

    def break_view(self):
        self.rewrite(self.view, FORM.replace('name="active"', 'name="gone"'))

    def test_nothing_is_looked_at_when_nothing_changed(self):
        self.assertFalse(self.again())
        self.assertEqual(self.audited, [])

    def test_sql_without_write_date_is_seen(self):
        self.break_view()
        self.assertEqual([each.res_id for each in self.again()], [self.view.id])
        self.assertIn(self.view.id, self.audited)
        self.assertLess(len(self.audited), 50)

    def test_second_change_in_one_transaction_is_seen(self):
        self.break_view()
        self.assertTrue(self.again())
        self.rewrite(self.view, FORM)
        self.assertFalse(self.again())

    def test_edit_in_the_web_client_is_seen(self):
        self.break_view()
        self.again()
        self.view.arch = FORM
        self.assertFalse(self.again())

    def test_remembered_findings_are_told_again(self):
        self.break_view()
        found = self.again()
        self.rewrite(self.other, FORM.replace("sheet", "group"))
        self.assertEqual(self.again(), found)
        self.assertNotIn(self.view.id, self.audited)

    def test_new_extension_is_seen(self):
        extension = self.extend(self.view, "<field name='zz' position='after'/>")
        self.assertEqual([each.res_id for each in self.again()], [extension.id])

    def test_deleted_extension_that_others_need_is_seen(self):
        first = self.extend(
            self.view, "<field name='name' position='after'><field name='ref'/></field>"
        )
        second = self.extend(self.view, "<field name='ref' position='after'/>")
        self.assertFalse(self.again())
        self.env.cr.execute("DELETE FROM ir_ui_view WHERE id = %s", [first.id])
        self.env.invalidate_all()
        self.assertEqual([each.res_id for each in self.again()], [second.id])

    def test_moving_an_extension_to_another_parent_is_seen(self):
        extension = self.extend(self.view, "<field name='active' position='after'/>")
        self.rewrite(self.other, FORM.replace('name="active"', 'name="ref"'))
        self.again()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET inherit_id = %s WHERE id = %s",
            [self.other.id, extension.id],
        )
        self.env.invalidate_all()
        rules = {each.rule for each in self.again() if each.res_id == extension.id}
        self.assertEqual(rules, {"view-inheritance-broken"})

    def test_new_language_changes_the_world(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.again()
        self.assertIsNone(self.audited)

    def test_translation_is_seen(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.again()
        french = json.dumps({"fr_FR": FORM.replace('"active"', '"gone"')})
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = arch_db || %s::jsonb WHERE id = %s",
            [french, self.view.id],
        )
        self.env.invalidate_all()
        self.assertEqual([each.res_id for each in self.again()], [self.view.id])
        self.assertIsNotNone(self.audited)

    def test_switching_a_view_off_and_on_is_seen(self):
        self.break_view()
        self.assertTrue(self.again())
        for active in (False, True):
            self.env.cr.execute(
                "UPDATE ir_ui_view SET active = %s WHERE id = %s",
                [active, self.view.id],
            )
            self.env.invalidate_all()
            self.assertEqual(bool(self.again()), active)

    def test_company_makes_no_difference(self):
        company = self.env["res.company"].create({"name": "zz"})
        self.env.user.company_ids |= company
        self.again()
        self.env = self.env(context={"allowed_company_ids": company.ids})
        self.assertFalse(self.again())
        self.assertEqual(self.audited, [])

    def test_new_group_changes_the_world(self):
        self.env["res.groups"].create({"name": "zz"})
        self.again()
        self.assertIsNone(self.audited)

    def test_deleted_action_is_seen(self):
        action = self.env["ir.actions.act_window"].create(
            {"name": "zz", "res_model": "res.partner"}
        )
        button = f"<sheet><button name='{action.id}' type='action'/>"
        self.rewrite(self.view, FORM.replace("<sheet>", button))
        self.assertFalse(self.again())
        self.env.cr.execute("DELETE FROM ir_act_window WHERE id = %s", [action.id])
        self.assertEqual([each.res_id for each in self.again()], [self.view.id])

    def test_new_field_of_a_model_is_seen(self):
        arch = FORM.replace('name="active"', 'name="x_zz"')
        self.rewrite(self.view, arch)
        self.assertTrue(self.again())
        self.env["ir.model.fields"].create(
            {
                "name": "x_zz",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "ttype": "char",
            }
        )
        self.assertFalse(self.again())

    def test_upgraded_addon_is_seen(self):
        module = self.env["ir.module.module"].search([("name", "=", "web")])
        module.latest_version = "19.0.9.9"
        memory._registries.clear()
        self.again()
        self.assertIsNone(self.audited)

    def test_deleted_template_is_missed_by_those_that_call_it(self):
        page = self.make("<p/>", model=False, type="qweb", key="zz.page")
        caller = self.make(
            "<t t-call='zz.page'/>", model=False, type="qweb", key="zz.caller"
        )
        self.assertFalse(self.again())
        page.unlink()
        self.assertEqual([each.res_id for each in self.again()], [caller.id])

    def test_process_that_never_looked_believes_no_memo(self):
        memory._registries.clear()
        self.again()
        self.assertIsNone(self.audited)

    def test_full_looks_at_everything(self):
        self.again(FULL)
        self.assertIsNone(self.audited)

    def test_mending_one_fault_renames_no_other(self):
        self.rewrite(
            self.view,
            FORM.replace("not active", "not lost").replace('"active"', '"gone"'),
        )
        before = {each.line: each.subject for each in self.again()}
        self.assertEqual(before[6], f"ir.ui.view,{self.view.id}")
        self.assertEqual(before[7], f"ir.ui.view,{self.view.id}:res.partner.gone")
        self.rewrite(self.view, FORM.replace('"active"', '"gone"'))
        self.assertEqual([each.subject for each in self.again()], [before[7]])
