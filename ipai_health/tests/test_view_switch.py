"""Disable view and Restore view: extensions only, and exactly back."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL

from ..core.finding import Finding

PARENT = """
<form>
    <field name="name"/>
    <group name="more"/>
</form>
"""


class ViewCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch = cls.env["ipai.health.view.switch"]
        cls.parent = cls.make("parent", PARENT)

    @classmethod
    def make(cls, name, arch, parent=None, **values):
        return cls.env["ir.ui.view"].create(
            {
                "name": f"health.{name}",
                "model": "res.partner",
                "arch": arch,
                "inherit_id": parent.id if parent else False,
                **values,
            }
        )

    @classmethod
    def extension(cls, name, added="<field name='ref'/>", place="more", parent=None):
        arch = f"<xpath expr=\"//*[@name='{place}']\" position='inside'>{added}</xpath>"
        return cls.make(name, arch, parent or cls.parent)


@tagged("post_install", "-at_install")
class TestViewSwitch(ViewCase):
    def break_it(self, view, old="ref", new="x_lost"):
        """Let ``view`` name a lost field, as an upgrade gone wrong does."""
        view.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, %s, %s)::jsonb"
                " WHERE id = %s",
                old,
                new,
                view.id,
            )
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache("templates")

    def shown(self):
        return self.parent.get_combined_arch()

    def test_a_broken_extension_is_disabled_and_restored_exactly(self):
        view = self.extension("broken")
        self.break_it(view)
        before = view.read(["arch_db", "active", "priority", "mode", "inherit_id"])
        done = self.switch._disable(view.id)
        self.assertEqual(done["state"], "done", done)
        self.assertNotIn("x_lost", self.shown())
        self.assertFalse(view.active)
        self.assertEqual(self.switch._restore(view.id)["state"], "done")
        self.assertEqual(
            view.read(["arch_db", "active", "priority", "mode", "inherit_id"]), before
        )

    def test_a_whole_extension_may_be_disabled_too(self):
        view = self.extension("whole")
        self.assertEqual(self.switch._disable(view.id)["state"], "done")
        self.assertNotIn("ref", self.shown())

    def test_a_manager_disables_only_what_a_fault_was_found_in(self):
        view = self.extension("sound")
        manager = new_test_user(
            self.env, "switch_manager", "base.group_user,ipai_health.group_manager"
        )
        remedies = self.env["ipai.health.remedy"].with_user(manager)
        for method in (remedies.plan, remedies.apply):
            with self.assertRaises(AccessError):
                method("disable-view", str(view.id))
        self.assertTrue(view.active)
        check = self.env["ipai.health.check"]._for_checkers(["views"])["views"]
        fault = Finding(
            "view-invalid",
            f"ir.ui.view,{view.id}",
            "It is wrong.",
            res_model="ir.ui.view",
            res_id=view.id,
        )
        self.env["ipai.health.finding"]._store(check, "", [fault], self.env.cr.now())
        self.assertFalse(remedies.plan("disable-view", str(view.id))["refusal"])
        told = remedies.apply("disable-view", str(view.id))
        self.assertEqual(told["state"], "done")
        again = remedies.plan("disable-view", str(view.id))
        self.assertIn("already", again["refusal"])

    def test_only_what_is_done_lets_processes_forget_their_templates(self):
        view = self.extension("sound")
        forgotten = self.registry.cache_invalidated
        forgotten.clear()
        self.env["ipai.health.remedy"].plan("disable-view", str(view.id))
        self.assertNotIn("templates", forgotten)
        self.switch._disable(view.id)
        self.assertIn("templates", forgotten)

    def test_an_administrator_may_disable_any_extension(self):
        view = self.extension("sound")
        admin = self.env.ref("base.user_admin")
        remedies = self.env["ipai.health.remedy"].with_user(admin)
        told = remedies.apply("disable-view", str(view.id))
        self.assertEqual(told["state"], "done")

    def test_a_view_of_its_own_is_refused(self):
        done = self.switch._disable(self.parent.id)
        self.assertEqual(done["state"], "refused")
        self.assertTrue(self.parent.active)

    def test_one_that_others_extend_is_refused(self):
        view = self.extension("upper", "<group name='inner'/>")
        self.extension("lower", place="inner", parent=view)
        done = self.switch._disable(view.id)
        self.assertEqual(done["state"], "refused")
        self.assertIn("health.lower", done["message"])

    def test_one_that_a_sibling_needs_is_refused(self):
        view = self.extension("giver", "<group name='given'/>")
        self.extension("taker", place="given")
        done = self.switch._disable(view.id)
        self.assertEqual(done["state"], "refused")
        self.assertIn("health.taker", done["message"])
        self.assertTrue(view.active)

    def test_one_that_a_view_below_a_second_primary_needs_is_refused(self):
        first = self.make("first_primary", "<data/>", self.parent, mode="primary")
        second = self.make("second_primary", "<data/>", first, mode="primary")
        view = self.extension("giver", "<group name='given'/>", parent=second)
        self.extension("taker", place="given", parent=second)
        done = self.switch._disable(view.id)
        self.assertEqual(done["state"], "refused")
        self.assertIn("health.taker", done["message"])

    def test_one_that_a_primary_view_below_needs_is_refused(self):
        view = self.extension("giver", "<group name='given'/>")
        self.make(
            "lower",
            "<xpath expr=\"//*[@name='given']\" position='inside'/>",
            self.parent,
            mode="primary",
        )
        self.assertEqual(self.switch._disable(view.id)["state"], "refused")
        self.assertTrue(view.active)

    def test_a_fault_of_another_page_does_not_stand_in_the_way(self):
        primary = self.make("primary", "<data/>", self.parent, mode="primary")
        view = self.extension("innocent")
        self.break_it(self.extension("broken_there", parent=primary))
        self.assertEqual(self.switch._disable(view.id)["state"], "done")

    def test_one_whose_parents_form_a_circle_is_refused(self):
        view = self.extension("below", parent=self.extension("above"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET inherit_id = %s, mode = 'extension' WHERE id = %s",
            [view.inherit_id.id, self.parent.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.switch._disable(view.id)["state"], "refused")

    def test_a_broken_one_that_a_sibling_needs_is_refused(self):
        view = self.extension("giver", "<group name='given'/><field name='ref'/>")
        self.extension("taker", place="given")
        self.break_it(view)
        self.assertEqual(self.switch._disable(view.id)["state"], "refused")

    def test_another_broken_sibling_does_not_stand_in_the_way(self):
        view, other = self.extension("first"), self.extension("second")
        self.break_it(view)
        self.break_it(other)
        self.assertEqual(self.switch._disable(view.id)["state"], "done")
        self.assertEqual(self.switch._disable(other.id)["state"], "done")

    def test_disabling_twice_is_refused(self):
        view = self.extension("once")
        self.switch._disable(view.id)
        self.assertEqual(self.switch._disable(view.id)["state"], "refused")

    def test_what_was_not_disabled_here_is_not_restored(self):
        view = self.extension("shipped")
        view.active = False
        done = self.switch._restore(view.id)
        self.assertEqual(done["state"], "refused")
        self.assertFalse(view.active)

    def test_unknown_views_are_refused(self):
        self.assertEqual(self.switch._disable(0)["state"], "refused")
        self.assertEqual(self.switch._disable("all; DROP")["state"], "refused")

    def test_planning_changes_nothing(self):
        view = self.extension("planned")
        self.break_it(view)
        plan = self.env["ipai.health.remedy"].plan("disable-view", str(view.id))
        self.assertEqual(plan["refusal"], "")
        self.assertTrue(view.active)
        self.assertIn("health.planned", plan["items"][0])

    def test_a_view_changed_in_between_is_not_disabled(self):
        view = self.extension("changed")
        remedies = self.env["ipai.health.remedy"]
        plan = remedies.plan("disable-view", str(view.id))
        self.env.cr.execute(
            SQL(
                "UPDATE ir_ui_view SET write_date = now() + '1s' WHERE id = %s", view.id
            )
        )
        self.env.invalidate_all()
        done = remedies.apply("disable-view", str(view.id), plan["token"])
        self.assertEqual(done["state"], "refused")
        self.assertTrue(view.active)

    def test_it_is_offered_for_an_extension_only(self):
        view = self.extension("offered")
        offers = self.env["ipai.health.finding"]._offers
        finding = self.env["ipai.health.finding"].new(
            {"rule": "view-field-missing", "res_model": "ir.ui.view", "res_id": view.id}
        )
        self.assertEqual([each["code"] for each in offers(finding)], ["disable-view"])
        finding.res_id = self.parent.id
        self.assertEqual(offers(finding), [])

    def test_the_log_offers_to_restore_until_it_is_done(self):
        view = self.extension("logged")
        self.switch._disable(view.id)
        log = self.env["ipai.health.remedy.log"].search([], limit=1)
        self.assertTrue(log.can_undo)
        self.switch._restore(view.id)
        log.invalidate_recordset()
        self.assertFalse(log.can_undo)


@tagged("post_install", "-at_install")
class TestFindField(ViewCase):
    def lines(self, path):
        found = self.switch._find_field(path)
        return {view["name"]: view["lines"] for view in found}

    def test_a_view_that_names_it_is_found_with_its_line(self):
        self.make("named", "<form>\n<field name='barcode'/>\n</form>")
        self.assertEqual(self.lines("res.partner.barcode")["health.named"], [2])

    def test_a_field_of_a_sub_view_belongs_to_its_model(self):
        self.make(
            "nested",
            "<form><field name='child_ids'><list><field name='function'/></list>"
            "</field></form>",
        )
        self.assertIn("health.nested", self.lines("res.partner.function"))

    def test_the_same_name_on_another_model_is_not_found(self):
        self.env["ir.ui.view"].create(
            {
                "name": "health.other",
                "model": "res.users",
                "arch": "<form><field name='barcode'/></form>",
            }
        )
        self.assertNotIn("health.other", self.lines("res.partner.barcode"))

    def test_a_longer_name_is_not_found(self):
        self.make("longer", "<form><field name='barcode'/></form>")
        self.assertNotIn("health.longer", self.lines("res.partner.barco"))

    def test_attributes_count(self):
        self.make(
            "attribute", "<form><field name='name' invisible='not barcode'/></form>"
        )
        self.assertIn("health.attribute", self.lines("res.partner.barcode"))
