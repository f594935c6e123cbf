"""Actions, filters, rules and defaults: whatever names a model or a field."""

import json
from typing import NamedTuple

from odoo.tools import SQL

from ...core.field_paths import context_paths, domain_paths

LONGEST = 128 * 1024
"""Characters of what any user may save: parsing holds the whole process, for seconds
with some millions. A text that is cut there is no Python any more.
"""


class Reference(NamedTuple):
    """One record that refers to ``model`` and to fields of it."""

    record_model: str
    id: int
    name: str
    model: str
    domain: str | None = None
    context: str | None = None
    paths: tuple = ()
    """Dotted paths that need no parsing."""

    @property
    def subject(self):
        return f"{self.record_model},{self.id}"

    def field_paths(self):
        """Yield each path that the record names; what cannot be parsed names none:
        Odoo itself refuses to save it, or it is too long to be read here.
        """
        yield from ((path,) for path in self.paths)
        for text, read in ((self.domain, domain_paths), (self.context, context_paths)):
            if text:
                try:
                    yield from read(text)
                except SyntaxError:
                    continue


def actions(env):
    """Return all window, server and report actions."""
    return _read(
        env,
        """
        SELECT 'ir.actions.act_window', id, name->>'en_US', res_model, domain, context,
               NULL
          FROM ir_act_window WHERE res_model IS NOT NULL
        UNION ALL
        SELECT 'ir.actions.server', action.id, action.name->>'en_US', model.model,
               NULL, NULL,
               CASE WHEN action.state = 'object_write' THEN action.update_path END
          FROM ir_act_server action JOIN ir_model model ON model.id = action.model_id
        UNION ALL
        SELECT 'ir.actions.report', id, name->>'en_US', model, domain, NULL, NULL
          FROM ir_act_report_xml WHERE model IS NOT NULL
        """,
    )


def filters(env):
    """Return all active saved filters, with the fields they sort by."""
    return _read(
        env,
        f"""
        SELECT 'ir.filters', id, name, model_id, left(domain, {LONGEST}),
               left(context, {LONGEST}), left(sort, {LONGEST})
          FROM ir_filters WHERE active AND model_id IS NOT NULL
        """,
        sorted_by,
    )


def rules(env):
    """Return all active record rules."""
    return _read(
        env,
        """
        SELECT 'ir.rule', rule.id, rule.name, model.model, rule.domain_force, NULL, NULL
          FROM ir_rule rule JOIN ir_model model ON model.id = rule.model_id
         WHERE rule.active
        """,
    )


def defaults(env):
    """Return all default values."""
    return _read(
        env,
        """
        SELECT 'ir.default', value.id, field.model || '.' || field.name, field.model,
               NULL, NULL, field.name
          FROM ir_default value JOIN ir_model_fields field ON field.id = value.field_id
        """,
    )


def menus(env):
    """Return id, name and ``model,id`` of the action of all active menus."""
    env.cr.execute(
        SQL(
            "SELECT id, name->>'en_US', action FROM ir_ui_menu "
            "WHERE active AND action IS NOT NULL"
        )
    )
    return env.cr.fetchall()


def action_ids(env):
    """Return the ids of all actions; one sequence numbers them all."""
    env.cr.execute(SQL("SELECT id FROM ir_actions"))
    return {id_ for (id_,) in env.cr.fetchall()}


def sorted_by(text):
    """Return the fields that a filter's ``sort`` names: ``'["date desc"]'``."""
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(names, list):
        return ()
    texts = (name.split() for name in names if isinstance(name, str))
    return tuple(words[0] for words in texts if words)


def _one_path(text):
    return (text,)


def _read(env, query, read_paths=_one_path):
    env.cr.execute(SQL(query))
    return [
        Reference(*row, paths=read_paths(extra) if extra else ())
        for *row, extra in env.cr.fetchall()
    ]
