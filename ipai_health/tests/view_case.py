"""What tests of the check of views share."""

import json
from unittest.mock import patch

from ..core.look import FULL, STANDARD, Look
from .common import CheckCase

FORM = """<form>
    <sheet>
        <label for="name"/>
        <field name="name"/>
        <field name="parent_id"
               invisible="not active"/>
        <field name="active"/>
    </sheet>
</form>"""


class ViewCase(CheckCase):
    """A test that makes views, well or not: Odoo would refuse the latter.

    A look takes what it does not change from the first one, unless it is a full one.
    """

    check = "views"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        look = Look(depth=FULL)
        list(cls.env["ipai.health.checker.views"]._look(look))
        cls.first_memo = look.new_memo

    def look(self, depth=STANDARD, memo=None, **values):
        return super().look(depth, memo or self.first_memo, **values)

    def make(self, arch, model="res.partner", **values):
        """Return a new view of ``arch``, whatever Odoo thinks of it."""
        sound = {
            "form": "<form/>",
            "list": "<list><field name='id'/></list>",
            "search": "<search/>",
            "qweb": "<t/>",
        }
        view_type = values.pop("type", "form")
        view_model = self.env["ir.ui.view"]
        with patch.object(type(view_model), "_check_xml", return_value=True):
            view = view_model.create(
                {
                    "name": "sample",
                    "model": model,
                    "type": view_type,
                    "arch": "<data/>" if "inherit_id" in values else sound[view_type],
                    **values,
                }
            )
        self.rewrite(view, arch)
        return view

    def extend(self, parent, arch, **values):
        """Return an extension of ``parent``."""
        values.setdefault("type", parent.type)
        values.setdefault("model", parent.model)
        return self.make(arch, inherit_id=parent.id, mode="extension", **values)

    def rewrite(self, view, arch):
        """Give ``view`` the ``arch`` behind Odoo's back."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s",
            [json.dumps({"en_US": arch}), view.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache("templates")

    def assert_only(self, rule, view, line=None, *words):
        """Look once: one finding, about ``view`` at ``line``, that says ``words``."""
        finding = self.only()
        self.assertEqual(finding.rule, rule)
        self.assertEqual(finding.subject, f"ir.ui.view,{view.id}")
        self.assertEqual((finding.res_model, finding.res_id), ("ir.ui.view", view.id))
        self.assertEqual(finding.line, line)
        for word in (str(view.id), view.model or "", *words):
            self.assertIn(word, finding.message)
        return finding
