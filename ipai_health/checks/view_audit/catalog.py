"""The actions and groups of a database, read at once instead of one by one."""

from functools import cached_property

from odoo.tools import SQL

from .faults import _lt


class Catalog:
    """Answers whether an action or a group that a view names is there."""

    def __init__(self, env):
        self.env = env

    @cached_property
    def _external_ids(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT module || '.' || name, model, res_id FROM ir_model_data
                    WHERE model = 'res.groups' OR model LIKE 'ir.actions.%%'"""
            )
        )
        return {name: (model, res_id) for name, model, res_id in rows}

    @cached_property
    def _action_ids(self):
        return self._ids(SQL("SELECT id FROM ir_actions"))

    @cached_property
    def _group_ids(self):
        return self._ids(SQL("SELECT id FROM res_groups"))

    def _ids(self, query):
        return {number for (number,) in self.env.execute_query(query)}

    def has_group(self, name):
        """Tell whether the external id ``name`` is that of a group."""
        model, group_id = self._external_ids.get(name, (None, None))
        return model == "res.groups" and group_id in self._group_ids

    def action_trouble(self, view, name):
        """Return what is wrong with the action ``name`` (a number or an external id)
        of a button, ``None`` when it is there.
        """
        try:
            action_id = int(name)
        except ValueError:
            model, action_id = self._external_ids.get(name, (None, None))
            if action_id is None:
                return _lt("the action “%s” of a button does not exist", name)
            if not self._is_action(view, model):
                return _lt(
                    "“%(name)s” of a button is a %(model)s, not an action",
                    name=name,
                    model=model,
                )
        if action_id not in self._action_ids:
            return _lt("the action “%s” of a button does not exist", name)
        return None

    def _is_action(self, view, model):
        known = view.pool.get(model)
        return known is not None and issubclass(known, view.pool["ir.actions.actions"])
