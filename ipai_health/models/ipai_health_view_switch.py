"""What disabling and restoring an extension view share: the switch, and its effects."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .ipai_health_remedy import DONE

DISABLE = "disable-view"
RESTORE = "restore-view"


def words_of(error):
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
        """Switch ``view``, and let every process forget what it made with it."""
        self._set_active(view, active)
        self.env.registry.clear_cache("templates")
        self.env["ir.http"]._forget_cached_views()

    @api.model
    def _set_active(self, view, active):
        view.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE ir_ui_view SET active = %s WHERE id = %s", active, view.id)
        )
        self.env.invalidate_all(flush=False)

    @api.model
    def _faults_with(self, view, active):
        """Return the errors of the pages that ``view`` is part of, by page, with the
        extension switched as given. Leaves nothing changed.
        """
        faults = {}
        with self.env.cr.savepoint() as savepoint:
            self._set_active(view, active)
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
