"""What is judged or combined once for many views is as right as in each of them."""

import random

from odoo.tests import tagged

from ..checks.view_audit.expressions import is_sound
from ..checks.view_audit.quiet import quiet
from .view_case import FORM, ViewCase

PIECES = (
    *("doc", "doc.name", "not", "and", "or", "in", "if", "else", "is", "None", "class"),
    *("lambda", "for", "'#a'", "'\\n'", "'it''s'", '"', "1", "07", "#", "\\", "..."),
    *("(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "==", "+", "*", "**", "%", "-"),
)
"""What odd expressions are put together from."""

TRIES = 4_000
SEED = 7

NESTED = """<form>
    <field name="name"/>
    <field name="child_ids"><list><field name="ref"/></list></field>
</form>"""


@tagged("post_install", "-at_install")
class TestJudgedOnce(ViewCase):
    def test_an_attribute_that_is_wrong_in_two_views_is_found_in_both(self):
        wrong = FORM.replace("not active", "not gone")
        views = self.make(wrong) + self.make(wrong)
        self.assertEqual({each.res_id for each in self.look()}, set(views.ids))

    def test_an_attribute_that_cannot_be_read_is_found_in_both(self):
        wrong = FORM.replace("not active", "not (active")
        views = self.make(wrong) + self.make(wrong)
        self.assertEqual({each.res_id for each in self.look()}, set(views.ids))

    def test_a_name_is_sound_where_the_view_has_it_and_wrong_where_not(self):
        self.make(FORM)
        other = self.make(
            "<form><field name='name' invisible='not active'/></form>", model="res.bank"
        )
        self.make(
            "<form><field name='name' invisible='not active'/></form>", model="ir.model"
        )
        self.assertNotIn(other.id, {each.res_id for each in self.look()})
        self.assertIn("ir.model", self.only().message)

    def test_grouping_is_judged_for_each_model(self):
        search = """<search>
            <filter name="by" string="by" context="{'group_by': 'parent_id'}"/>
        </search>"""
        self.make(search, type="search")
        wrong = self.make(search, type="search", model="res.bank")
        self.assert_only("view-field-missing", wrong, 2, "parent_id")

    def test_what_is_called_sound_compiles(self):
        chance = random.Random(SEED)
        compile_expression = self.env["ir.qweb"]._compile_expr
        sound = 0
        for _number in range(TRIES):
            pieces = chance.choices(PIECES, k=chance.randint(1, 5))
            text = chance.choice(("", " ")).join(pieces)
            with self.subTest(text), quiet():
                if is_sound(text):
                    sound += 1
                    compile_expression(text)
        self.assertGreater(sound, TRIES / 20)


@tagged("post_install", "-at_install")
class TestCombinedOnce(ViewCase):
    def test_a_copy_has_the_sub_views_that_the_original_was_judged_without(self):
        form = self.make(NESTED)
        copy = {"inherit_id": form.id, "mode": "primary"}
        self.make("<data/>", **copy)
        wrong = self.make("<data/>", model="res.company", **copy)
        self.assert_only("view-field-missing", wrong, None, "ref", "res.company")

    def test_copies_do_not_see_each_other(self):
        form = self.make(FORM)
        copy = {"inherit_id": form.id, "mode": "primary"}
        self.make("<field name='parent_id' position='replace'/>", **copy)
        self.make("<field name='parent_id' position='before'/>", **copy)
        self.assert_quiet()

    def test_a_copy_of_an_extension_that_the_original_is_shown_without(self):
        form = self.make("<form><field name='name'/></form>")
        extension = self.extend(
            form,
            "<field name='name' position='after'><field name='bic'/></field>",
            model="res.bank",
            priority=1,
        )
        self.extend(form, "<field name='name' position='before'/>", priority=2)
        copy = {"inherit_id": extension.id, "mode": "primary", "model": "res.bank"}
        self.make("<data/>", **copy)
        self.assert_quiet()
        self.rewrite(extension, extension.arch.replace("bic", "gone"))
        self.assertIn("gone", self.only().message)
