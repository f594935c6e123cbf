"""Finds the views that name a field, as the contract's SQL does by hand."""

import re

from lxml import etree

from odoo import api, models
from odoo.exceptions import UserError

SUBVIEWS = (
    "list",
    "form",
    "kanban",
    "calendar",
    "graph",
    "pivot",
    "activity",
    "search",
)


class HealthViewSearch(models.AbstractModel):
    _inherit = "ipai.health.view.switch"

    @api.model
    def _find_field(self, path):
        """Return the views that name field ``path``, given as ``model.field``: one
        dictionary each with id, xml_id, name, model, active, extension and lines.

        Views of other models are reported when they hold a sub-view of that model.
        """
        model, dot, field = path.rpartition(".")
        if not dot or not model or not re.fullmatch(r"\w+", field):
            raise UserError(
                self.env._("A field is named as model.field, not %(path)s.", path=path)
            )
        views = self.env["ir.ui.view"].sudo().with_context(active_test=False, lang=None)
        word = re.compile(rf"\b{re.escape(field)}\b")
        found = []
        for view in views.search([("arch_db", "ilike", field)], order="model, id"):
            lines = self._lines(view, model, word)
            if lines:
                found.append(
                    {
                        "id": view.id,
                        "xml_id": view.xml_id or None,
                        "name": view.name,
                        "model": view.model or None,
                        "active": view.active,
                        "extension": view.mode == "extension",
                        "lines": sorted(lines),
                    }
                )
        return found

    @api.model
    def _lines(self, view, model, word):
        try:
            arch = etree.fromstring((view.arch_db or "").encode())
        except etree.XMLSyntaxError:
            return set()
        if view.type == "qweb":
            return {node.sourceline for node in arch.iter() if self._has(node, word)}
        return self._lines_below(arch, view.model, model, word)

    @api.model
    def _lines_below(self, node, current, wanted, word):
        """Return the lines that name the field where the model is ``wanted``."""
        lines = set()
        if current == wanted and self._has(node, word):
            lines.add(node.sourceline)
        below = self._model_below(node, current, wanted)
        for child in node:
            inner = below if child.tag in SUBVIEWS else current
            lines |= self._lines_below(child, inner, wanted, word)
        return lines

    @api.model
    def _model_below(self, node, current, wanted):
        """Return the model of the sub-views of ``node``; ``wanted`` where only the
        extended view could tell.
        """
        if node.tag == "field" and current in self.env:
            field = self.env[current]._fields.get(node.get("name"))
            return field.comodel_name if field is not None else None
        return current

    @api.model
    def _has(self, node, word):
        return isinstance(node.tag, str) and any(
            word.search(value) for value in node.attrib.values()
        )
