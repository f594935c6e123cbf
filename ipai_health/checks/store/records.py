"""What ``ir_attachment`` says about the filestore."""

from odoo.tools import SQL

from ..asset.bundle import GENERATED

LOCAL = SQL("length(store_fname) = 43 AND substr(store_fname, 3, 1) = '/'")
"""How Odoo names files in its own filestore: two digits and a SHA-1."""

DOCUMENTS = SQL("%s AND (%s) IS NOT TRUE", LOCAL, GENERATED)
"""Files of the filestore but for generated bundles, which the check of assets sees."""


def local_storage(env):
    """Tell whether new files go to Odoo's own filestore or into the database."""
    return env["ir.attachment"].sudo()._storage() in ("file", "db")


def count(env):
    """Return how many records have a file in the filestore."""
    env.cr.execute(SQL("SELECT count(*) FROM ir_attachment WHERE %s", DOCUMENTS))
    return env.cr.fetchone()[0]


def kept_elsewhere(env):
    """Return how many files an addon keeps elsewhere, and one of their names."""
    env.cr.execute(
        SQL(
            "SELECT count(*), min(store_fname) FROM ir_attachment "
            "WHERE store_fname IS NOT NULL AND NOT (%s)",
            LOCAL,
        )
    )
    return env.cr.fetchone()


def after(env, position, limit):
    """Return at most ``limit`` rows of id, name and size, by id from ``position``."""
    env.cr.execute(
        SQL(
            "SELECT id, store_fname, file_size FROM ir_attachment "
            "WHERE id > %s AND %s ORDER BY id LIMIT %s",
            position,
            DOCUMENTS,
            limit,
        )
    )
    return env.cr.fetchall()


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
             WHERE store_fname = ANY(%s) AND %s
             GROUP BY store_fname
             ORDER BY 1
            """,
            list(names),
            DOCUMENTS,
        )
    )
    return env.cr.dictfetchall()
