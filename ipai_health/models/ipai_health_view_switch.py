"""Remedies: disable an extension view that breaks a page, and restore it exactly."""

import re

from lxml import etree

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..core.text import _
from .ipai_health_remedy import DONE, Plan, Result

DISABLE = "disable-view"
RESTORE = "restore-view"

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


def _words(error):
    """Return what an error says, or at least what kind of one it is."""
    return str(error) or type(error).__name__


class HealthViewSwitch(models.AbstractModel):
    """Switches extension views off and on, in SQL: Odoo's own ``write`` validates the
    view even when it is switched off, and so refuses exactly the broken ones.
    """

    _name = "ipai.health.view.switch"
    _description = "Disable or restore views"

    @api.model
    def _disable(self, view_id):
        """Disable an extension view; the dictionary that every remedy returns."""
        return self.env["ipai.health.view.disable"].sudo()._apply(str(view_id))

    @api.model
    def _restore(self, view_id):
        """Restore a view that was disabled here; the same dictionary."""
        return self.env["ipai.health.view.restore"].sudo()._apply(str(view_id))

    @api.model
    def _view(self, target):
        """Return the view of ``target``, its number as text; refuse an unknown one."""
        if not str(target or "").isdecimal():
            raise UserError(self.env._("A view is named by its number."))
        views = self.env["ir.ui.view"].with_context(active_test=False, lang=None)
        view = views.browse(int(target)).exists()
        if not view:
            raise UserError(self.env._("There is no view %(number)s.", number=target))
        return view

    @api.model
    def _switch(self, view, active):
        view.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE ir_ui_view SET active = %s WHERE id = %s", active, view.id)
        )
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache("templates")

    @api.model
    def _faults_with(self, view, active):
        """Return the errors of the pages that ``view`` is part of, by page, with the
        extension switched as given. Leaves nothing changed.
        """
        faults = {}
        with self.env.cr.savepoint() as savepoint:
            self._switch(view, active)
            for page in self._pages_of(view):
                try:
                    with self.env.cr.savepoint():
                        page._check_xml()
                except Exception as error:  # noqa: BLE001  odd views raise anything
                    faults[page.id, page.env.context.get("website_id")] = error
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return faults

    @api.model
    def _pages_of(self, view):
        """Yield the views that are shown with the extension ``view`` combined into
        them: the primary one above it and each primary one below that, on every
        website that sees it and has views of its own there.
        """
        page = view
        above = view
        while page.inherit_id and page.mode != "primary":
            page = page.inherit_id
            if page in above:
                raise UserError(
                    self.env._("%(view)s extends itself.", view=self._label(page))
                )
            above |= page
        below = page
        while more := below.inherit_children_ids - below:
            below |= more
        pages = page | below.filtered(
            lambda each: each.active and each.mode == "primary"
        )
        for website in self._websites_of(view, above | below):
            context = {"active_test": True, "_skip_primary_extensions_check": True}
            yield from pages.with_context(website_id=website, **context)

    @api.model
    def _websites_of(self, view, views):
        """Return the ids of the websites to look from; ``False`` stands for none."""
        if "website_id" not in view._fields:
            return [False]
        if view.website_id:
            return view.website_id.ids
        return [False, *views.website_id.ids]

    @api.model
    def _label(self, view):
        return f"{view.xml_id or view.name} (ir.ui.view, {view.id})"

    @api.model
    def _last_disabling(self, target):
        """Return the log of disabling view ``target``; nothing once it is restored."""
        logs = self.env["ipai.health.remedy.log"].sudo()
        last = logs.search(
            [
                ("remedy", "in", (DISABLE, RESTORE)),
                ("target", "=", target),
                ("state", "=", DONE),
            ],
            limit=1,
        )
        return last.filtered(lambda log: log.remedy == DISABLE)


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
        if self.env.user._is_system():
            return
        findings = self.env["ipai.health.finding"].search(
            [("state", "!=", "resolved"), ("res_model", "=", "ir.ui.view")]
        )
        if str(target) not in map(self._target_of, findings):
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
                view=self._label(blamed) if blamed else _words(fault),
            )
        return ""

    @api.model
    def _do(self, target):
        view = self._view(target)
        self._switch(view, active=False)
        self.env["ir.http"]._forget_cached_views()
        return Result(self.env._("%(view)s is disabled.", view=self._label(view)))


class HealthViewRestore(models.AbstractModel):
    _name = "ipai.health.view.restore"
    _inherit = ["ipai.health.remedy", "ipai.health.view.switch"]
    _description = "Restore a disabled view"

    _remedy = RESTORE
    _remedy_title = _("Restore view")
    _remedy_checks = ("views",)

    @api.model
    def _plan(self, target):
        view = self._view(target)
        return Plan(
            summary=self.env._(
                "The extension %(view)s is switched on again, as it was.",
                view=self._label(view),
            ),
            items=[self._label(view)],
            refusal=self._refusal(view),
            warning=self._warning(view),
            state=f"{view.id}:{view.active}:{view.write_date}",
        )

    @api.model
    def _refusal(self, view):
        if view.active:
            return self.env._("The view is switched on already.")
        if not self._last_disabling(str(view.id)):
            return self.env._(
                "This view was not disabled here, so nobody knows that it should be on."
            )
        return ""

    @api.model
    def _warning(self, view):
        faults = {} if view.active else self._faults_with(view, active=True)
        for fault in faults.values():
            return self.env._(
                "Its fault is still there, and the page will break again: %(fault)s",
                fault=_words(fault),
            )
        return ""

    @api.model
    def _do(self, target):
        view = self._view(target)
        self._switch(view, active=True)
        self.env["ir.http"]._forget_cached_views()
        return Result(self.env._("%(view)s is restored.", view=self._label(view)))
