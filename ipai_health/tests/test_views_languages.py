"""The check of views in other languages than English."""

import json

from odoo.tests import tagged

from .view_case import FORM, ViewCase

FRENCH = "fr_FR"


@tagged("post_install", "-at_install")
class TestViewsLanguages(ViewCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang(FRENCH)

    def translate(self, view, arch):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = arch_db || %s::jsonb WHERE id = %s",
            [json.dumps({FRENCH: arch}), view.id],
        )
        self.env.invalidate_all()

    def test_quiet_about_a_healthy_database_in_french(self):
        self.assert_quiet()

    def test_quiet_where_words_are_translated(self):
        arch = FORM.replace("<sheet>", "<sheet string='Hello'>Hello<b>you</b>")
        view = self.make(arch)
        self.translate(view, arch.replace("Hello", "Bonjour").replace("you", "toi"))
        self.assert_quiet()

    def test_quiet_where_the_translation_has_other_tags_and_is_sound(self):
        view = self.make(FORM)
        self.translate(view, FORM.replace("<sheet>", "<sheet><i>Bonjour</i>"))
        self.assert_quiet()

    def test_fault_of_a_translation_is_found(self):
        view = self.make(FORM)
        self.translate(view, FORM.replace('name="active"', 'name="gone"'))
        self.assert_only("view-field-missing", view, 7, "gone", FRENCH)

    def test_fault_of_every_language_is_reported_once(self):
        arch = FORM.replace('name="active"', 'name="gone"')
        view = self.make(arch)
        self.translate(view, arch.replace("<sheet>", "<sheet><i>Bonjour</i>"))
        finding = self.assert_only("view-field-missing", view, 7, "gone")
        self.assertNotIn(FRENCH, finding.message)

    def test_what_odoo_says_of_every_language_is_reported_once(self):
        button = "<sheet><button name='gone' type='object'/>"
        view = self.make(FORM.replace("<sheet>", button))
        self.translate(view, FORM.replace("<sheet>", button + "<i>Bonjour</i>"))
        self.assert_only("view-invalid", view, 2, "gone")

    def test_locator_that_looks_for_words_is_found(self):
        form = self.make("<form><h1>Hello</h1></form>")
        arch = "<xpath expr=\"//h1[text()='Hello']\" position='after'><br/></xpath>"
        extension = self.extend(form, arch)
        self.assert_quiet()
        self.translate(form, "<form><h1>Bonjour</h1></form>")
        self.assert_only("view-inheritance-broken", extension, 1, FRENCH)

    def test_quiet_about_a_language_that_is_switched_off(self):
        view = self.make(FORM)
        self.translate(view, FORM.replace('name="active"', 'name="gone"'))
        self.env["res.lang"].search([("code", "=", FRENCH)]).active = False
        self.assert_quiet()
