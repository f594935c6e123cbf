"""Languages: every text of the template is translated, with its placeholders."""

import re
from collections import Counter

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_path

LANGUAGES = ("fr", "de", "es", "tl")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[+.\d]*[sdf]")
TAG = re.compile(r"</?\w+[^<>]*>")


@tagged("post_install", "-at_install")
class TestLanguages(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.load("ipai_health.pot")
        cls.files = {language: cls.load(f"{language}.po") for language in LANGUAGES}

    @classmethod
    def load(cls, name):
        return polib.pofile(file_path(f"ipai_health/i18n/{name}"))

    def test_every_text_is_translated(self):
        texts = {entry.msgid for entry in self.template}
        for language, file in self.files.items():
            with self.subTest(language=language):
                translated = {entry.msgid for entry in file if entry.msgstr}
                self.assertEqual(texts - translated, set())
                self.assertEqual(translated - texts, set())

    def test_placeholders_and_tags_are_kept(self):
        for language, file in self.files.items():
            for entry in file:
                with self.subTest(language=language, text=entry.msgid):
                    for pattern in (PLACEHOLDER, TAG):
                        self.assertEqual(
                            Counter(pattern.findall(entry.msgstr)),
                            Counter(pattern.findall(entry.msgid)),
                        )

    def test_every_rule_is_in_the_template(self):
        texts = {entry.msgid for entry in self.template}
        for rule in self.env["ipai.health.checker"]._rules().values():
            with self.subTest(rule=rule.code):
                self.assertLessEqual({rule.title, rule.why, rule.fix}, texts)

    def test_people_read_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["ipai_health"], ["fr_FR"])
        overview = self.env["ipai.health.overview"].with_context(lang="fr_FR")
        self.assertEqual(overview._groups([])[0]["title"], "En panne maintenant")
        menu = self.env.ref("ipai_health.menu_findings").with_context(lang="fr_FR")
        self.assertEqual(menu.name, "Constats")
        rule = self.env["ipai.health.rule"].search(
            [("code", "=", "asset-file-missing")]
        )
        self.assertIn("magasin de fichiers", rule.with_context(lang="fr_FR").title)
