"""Tables, views and columns of the database, read in one statement."""

from typing import NamedTuple

from odoo.tools import SQL


class Relation(NamedTuple):
    """A table or view with the type of each of its columns."""

    columns: dict


def relations(env):
    """Return every :class:`Relation` that Odoo's statements can reach, by name."""
    env.cr.execute(
        SQL(
            """
            SELECT c.relname, array_agg(a.attname::text), array_agg(t.typname::text)
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid
              JOIN pg_type t ON t.oid = a.atttypid
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                   AND c.relnamespace = current_schema::regnamespace
                   AND a.attnum > 0 AND NOT a.attisdropped
             GROUP BY c.relname
            """
        )
    )
    return {
        name: Relation(dict(zip(names, types, strict=True)))
        for name, names, types in env.cr.fetchall()
    }
