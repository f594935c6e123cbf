"""Which templates a ``t-call`` can reach."""

from odoo.tools import SQL
from odoo.tools.translate import FORMAT_REGEX

from .faults import _lt


class Calls:
    """The names and numbers under which templates are found on ``website_id``."""

    def __init__(self, env, website_id=None):
        self._names = set()
        self._ids = set()
        for view_id, key, name in env.execute_query(_query(env, website_id)):
            self._ids.add(view_id)
            self._names.update((key, name))

    def trouble(self, target):
        """Return what is wrong with calling ``target``, ``None`` when it is there or
        only rendering can tell.
        """
        if FORMAT_REGEX.search(target):
            return None
        if not target.strip():
            return _lt("a call names no template")
        if target.isnumeric():
            return None if int(target) in self._ids else _gone(target)
        return None if target in self._names else _gone(target)


def _query(env, website_id):
    """Return the statement for the number, key and external ids of every view: an
    inactive one is found by its external id only, one of another website by neither.
    """
    reachable = SQL("view.active")
    if "website_id" in env["ir.ui.view"]._fields:
        reachable = SQL(
            "view.active AND (view.website_id IS NULL OR view.website_id = %s)",
            website_id,
        )
    return SQL(
        """SELECT view.id,
                  CASE WHEN %s THEN view.key END,
                  data.module || '.' || data.name
             FROM ir_ui_view AS view
             LEFT JOIN ir_model_data AS data
               ON data.model = 'ir.ui.view' AND data.res_id = view.id""",
        reachable,
    )


def _gone(target):
    return _lt("the template “%s” that it calls does not exist", target)
