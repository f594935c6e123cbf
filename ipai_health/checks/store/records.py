"""What ``ir_attachment`` says about the filestore."""

from typing import NamedTuple

from odoo.tools import SQL

from ..asset.bundle import GENERATED

LOCAL = SQL("length(store_fname) = 43 AND substr(store_fname, 3, 1) = '/'")
"""How Odoo names files in its own filestore: two digits and a SHA-1."""

DOCUMENTS = SQL("store_fname IS NOT NULL AND (%s) IS NOT TRUE", GENERATED)
"""All files but generated bundles, which the check of assets looks at."""

COUNTED = 10_000
"""Records up to which they are counted one by one."""


def count(env):
    """Return about how many records there are: the planner's word where there are
    many, since counting a million takes a tenth of the time of the look.
    """
    env.cr.execute(
        SQL("SELECT reltuples::int FROM pg_class WHERE oid = 'ir_attachment'::regclass")
    )
    (estimate,) = env.cr.fetchone()
    if estimate < COUNTED:
        env.cr.execute(SQL("SELECT count(*) FROM ir_attachment"))
        (estimate,) = env.cr.fetchone()
    return estimate


class Batch(NamedTuple):
    """Some records with a file: the names in Odoo's filestore and their sizes, how
    many are kept elsewhere with one of their names, and the last id.
    """

    names: list
    sizes: list
    elsewhere: int
    example: str | None
    last: int


def after(env, position, limit):
    """Return the :class:`Batch` of at most ``limit`` records above the id
    ``position``, or ``None`` when there is none.

    Texts are read instead of rows: a million tuples would keep Python's garbage
    collector busy with all of Odoo.
    """
    env.cr.execute(
        SQL(
            """
            SELECT max(id),
                   coalesce(string_agg(store_fname, ' ') FILTER (WHERE local), ''),
                   coalesce(string_agg(size, ' ') FILTER (WHERE local), ''),
                   count(*) FILTER (WHERE NOT local),
                   min(store_fname) FILTER (WHERE NOT local)
              FROM (SELECT id, store_fname, coalesce(file_size, -1)::text AS size,
                           %s AS local
                      FROM ir_attachment
                     WHERE id > %s AND %s
                     ORDER BY id LIMIT %s) AS batch
            """,
            LOCAL,
            position,
            DOCUMENTS,
            limit,
        )
    )
    last, names, sizes, elsewhere, example = env.cr.fetchone()
    if last is None:
        return None
    return Batch(names.split(), list(map(int, sizes.split())), elsewhere, example, last)


def named(env, names):
    """Return a row of id, name, size, title, count and document for each of the
    ``names`` that a record still wants.
    """
    env.cr.execute(
        SQL(
            """
            SELECT min(id) AS id, store_fname, min(file_size) AS size,
                   (array_agg(name ORDER BY id))[1] AS title, count(*) AS wanted_by,
                   (array_agg(res_model ORDER BY id))[1] AS res_model,
                   (array_agg(res_id ORDER BY id))[1] AS res_id
              FROM ir_attachment
             WHERE store_fname = ANY(%s) AND %s AND %s
             GROUP BY store_fname
             ORDER BY 1
            """,
            list(names),
            LOCAL,
            DOCUMENTS,
        )
    )
    return env.cr.dictfetchall()
