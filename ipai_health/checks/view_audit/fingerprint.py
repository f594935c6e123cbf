"""What the verdict on views depends on, in a form that is quick to compare.

The key of a look and what changes it:

=====================================  =============================================
``code``: fields and methods           upgrade, uninstall, another version of an
of every model, and the addons'        addon, a field made or dropped by hand
versions
``world``: groups, actions, their      any of them made, dropped or renamed, by the
external ids, languages, websites      web client or by SQL
``names``: under which templates       a template made, dropped, renamed, switched on
can be called                          or off; concerns templates only
``buckets``: the views, as             an edit in the web client, a translation, a
PostgreSQL knows their versions        website's copy, SQL with or without
                                       ``write_date``; concerns that bucket only
=====================================  =============================================

The company is not in it: no verdict depends on it. Bodies of methods are not either,
so a process believes a memo only after a whole look of its own.
"""

import hashlib
import json
from collections import defaultdict

from odoo.tools import SQL

BUCKETS = 256
"""Families share this many hashes, so that what is remembered stays small: 4,500 views
make 3 kB, and one edited view means that some ten families are looked at again.
"""

LOOSE = -1
"""The bucket of views whose line of parents leads to no root."""


class Families:
    """Which views there are and to which family each belongs."""

    def __init__(self, env):
        env["ir.ui.view"].flush_model()
        rows = env.execute_query(
            SQL("SELECT id, inherit_id, xmin::text || ctid::text, type FROM ir_ui_view")
        )
        self._parents = {row[0]: row[1] for row in rows}
        self._versions = {row[0]: row[2] for row in rows}
        self._templates = {row[0] for row in rows if row[3] == "qweb"}
        self._roots = {}

    def bucket(self, view_id):
        """Return the number of the bucket that the family of a view is in."""
        root = self._root(view_id)
        return root if root == LOOSE else root % BUCKETS

    def hashes(self):
        """Return a short hash of each bucket, by its number as text."""
        members = defaultdict(list)
        for view_id in self._parents:
            members[self.bucket(view_id)].append(view_id)
        return {
            str(bucket): _short(
                ",".join(f"{each}:{self._versions[each]}" for each in sorted(views))
            )
            for bucket, views in members.items()
        }

    def ids(self, buckets, with_templates):
        """Return the views of whole families: those in ``buckets`` and, if asked,
        all that have a template in them.
        """
        chosen = set()
        if with_templates:
            chosen = {self._root(view_id) for view_id in self._templates}
        return [
            view_id
            for view_id in self._parents
            if str(self.bucket(view_id)) in buckets or self._root(view_id) in chosen
        ]

    def is_template(self, view_id):
        """Tell whether the view is a template."""
        return view_id in self._templates

    def root(self, view_id):
        """Return what all views of a family share, ``None`` for a view that is gone."""
        return self._root(view_id) if view_id in self._parents else None

    def _root(self, view_id):
        line = []
        root = view_id
        while root not in self._roots:
            line.append(root)
            parent_id = self._parents[root]
            if parent_id is None:
                self._roots[root] = root
            elif parent_id in line or parent_id not in self._parents:
                self._roots[root] = LOOSE
            else:
                root = parent_id
        for each in line:
            self._roots[each] = self._roots[root]
        return self._roots[view_id]


def world(env):
    """Return a hash of what views name besides fields, and of where they are shown."""
    parts = [
        SQL(
            """SELECT sum(hashtextextended(concat_ws(' ', module, name, model), res_id))
                 FROM ir_model_data
                WHERE model = 'res.groups' OR model LIKE 'ir.actions.%%'"""
        ),
        SQL("SELECT sum(hashint8extended(id, 1)) FROM ir_actions"),
        SQL("SELECT sum(hashint8extended(id, 2)) FROM res_groups"),
        SQL("SELECT sum(hashtextextended(code, 3)) FROM res_lang WHERE active"),
    ]
    if "website" in env:
        parts.append(SQL("SELECT sum(hashint8extended(id, 4)) FROM website"))
    return _hash_of(env, parts)


def names(env):
    """Return a hash of the names under which templates can be called."""
    columns = ["view.key", "view.active::text"]
    if "website_id" in env["ir.ui.view"]._fields:
        columns.append("view.website_id::text")
    text = SQL(", ").join(SQL(column) for column in columns)
    return _hash_of(
        env,
        [
            SQL(
                """SELECT sum(hashtextextended(
                              concat_ws(' ', %s, data.module, data.name), view.id))
                     FROM ir_ui_view AS view
                     LEFT JOIN ir_model_data AS data
                       ON data.model = 'ir.ui.view' AND data.res_id = view.id
                    WHERE view.type = 'qweb'""",
                text,
            )
        ],
    )


def code(env):
    """Return a hash of the fields and methods of every model, and of the versions of
    the addons they come from.
    """
    registry = env.registry
    state = hashlib.sha256()
    for model_name in sorted(registry):
        model = registry[model_name]
        for name, field in sorted(model._fields.items()):
            described = (name, field.type, field.comodel_name, bool(field.store))
            state.update(repr((model_name, *described, field.groups)).encode())
        for definition in model.__mro__:
            if "_module" in vars(definition):
                state.update(definition.__qualname__.encode())
                state.update(" ".join(vars(definition)).encode())
    versions = env.execute_query(
        SQL(
            """SELECT name, latest_version FROM ir_module_module
                WHERE state IN ('installed', 'to upgrade', 'to remove') ORDER BY name"""
        )
    )
    state.update(json.dumps(versions).encode())
    return state.hexdigest()[:16]


def _hash_of(env, parts):
    query = SQL(" UNION ALL ").join(SQL("(%s)", part) for part in parts)
    return _short(json.dumps([str(value) for (value,) in env.execute_query(query)]))


def _short(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]
