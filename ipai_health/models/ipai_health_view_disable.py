"""Remedy: disable an extension view that breaks a page."""

import re

from lxml import etree

from odoo import api, models
from odoo.exceptions import AccessError

from ..core.text import _
from .ipai_health_remedy import Plan, Result
from .ipai_health_view_switch import DISABLE, words_of

_NAME = re.compile(r"""name\s*=\s*["']([\w.]+)["']""")


def _specs(arch):
    """Return the places that an extension changes, each an element."""
    try:
        root = etree.fromstring((arch or "").encode())
    except etree.XMLSyntaxError:
        return []
    return list(root) if root.tag == "data" else [root]


def _wanted_names(arch):
    """Return the names by which an extension finds its places."""
    return {
        name
        for spec in _specs(arch)
        for name in [spec.get("name"), *_NAME.findall(spec.get("expr") or "")]
        if name
    }


def _given_names(arch):
    """Return the names that an extension brings."""
    return {
        node.get("name")
        for spec in _specs(arch)
        for node in spec.iterdescendants(etree.Element)
        if node.get("name")
    }


class HealthViewDisable(models.AbstractModel):
    _name = "ipai.health.view.disable"
    _inherit = ["ipai.health.remedy", "ipai.health.view.switch"]
    _description = "Disable an extension view"

    _remedy = DISABLE
    _remedy_title = _("Disable view")
    _remedy_rules = (
        "view-field-missing",
        "view-model-missing",
        "view-inheritance-broken",
        "view-invalid",
        "template-broken",
    )
    _remedy_checks = ("views",)

    @api.model
    def _require_reason(self, target):
        """Let only administrators, who may edit views, disable one without a fault."""
        view = self._view(target)
        if self.env.user._is_system() or not view.active:
            return
        found = self.env["ipai.health.finding"].search_count(
            [
                ("state", "!=", "resolved"),
                ("rule", "in", self._remedy_rules),
                ("res_model", "=", "ir.ui.view"),
                ("res_id", "=", view.id),
            ],
            limit=1,
        )
        if not found:
            raise AccessError(
                self.env._(
                    "Only administrators may disable a view without a finding about it."
                )
            )

    @api.model
    def _target_of(self, finding):
        if finding.rule not in self._remedy_rules or finding.res_model != "ir.ui.view":
            return None
        view = self.env["ir.ui.view"].browse(finding.res_id).exists()
        is_extension = view.active and view.inherit_id and view.mode == "extension"
        return str(view.id) if is_extension else None

    @api.model
    def _plan(self, target):
        view = self._view(target)
        return Plan(
            summary=self.env._(
                "The extension %(view)s is switched off; what it adds to "
                "%(parent)s is no longer shown. It can be restored exactly.",
                view=self._label(view),
                parent=self._label(view.inherit_id),
            ),
            items=[self._label(view)],
            refusal=self._refusal(view),
            state=f"{view.id}:{view.active}:{view.write_date}",
        )

    @api.model
    def _refusal(self, view):
        if not view.active:
            return self.env._("The view is switched off already.")
        if not view.inherit_id or view.mode != "extension":
            return self.env._(
                "Only extensions can be disabled: without this view its page, and "
                "whatever extends it, would be gone."
            )
        children = view.inherit_children_ids.filtered("active")
        if children:
            return self.env._(
                "Other views extend this one: %(views)s.",
                views=", ".join(self._label(child) for child in children),
            )
        return self._needed_by(view)

    @api.model
    def _needed_by(self, view):
        """Return, in words, which other view would fail without ``view``."""
        given = _given_names(view.arch_db)
        before = self._faults_with(view, active=True)
        for page, fault in self._faults_with(view, active=False).items():
            blamed = (getattr(fault, "context", None) or {}).get("view")
            if page in before and not (
                blamed and _wanted_names(blamed.arch_db) & given
            ):
                continue
            return self.env._(
                "Another view needs it: %(view)s.",
                view=self._label(blamed) if blamed else words_of(fault),
            )
        return ""

    @api.model
    def _do(self, target):
        view = self._view(target)
        self._switch(view, active=False)
        return Result(self.env._("%(view)s is disabled.", view=self._label(view)))
