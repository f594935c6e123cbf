"""Generated bundles as Odoo stores them: attachments with a URL of their own."""

from typing import NamedTuple

from odoo import SUPERUSER_ID
from odoo.tools import SQL

PREFIX = "/web/assets/"

GENERATED = SQL(
    """
    url LIKE %s AND public AND type = 'binary'
    AND res_model = 'ir.ui.view' AND res_id = 0 AND create_uid = %s
    """,
    f"{PREFIX}%",
    SUPERUSER_ID,
)
"""The condition that tells generated bundles from files that people uploaded under
such a URL: the one that ``regenerate_assets_bundles`` deletes by.
"""


class StoredBundle(NamedTuple):
    """One row of ``ir_attachment`` that holds a generated bundle."""

    id: int
    url: str
    file_size: int
    checksum: str
    store_fname: str | None
    age: float
    """Seconds since it was written."""

    @property
    def filename(self):
        """Return the last part of the URL, ``web.assets_web.min.css``."""
        return self.url.rpartition("/")[2]

    @property
    def variant(self):
        """Return what stands before the version: the website, in most cases none."""
        return self.url.removeprefix(PREFIX).rpartition("/")[0].rpartition("/")[0]

    @property
    def subject(self):
        """Return the URL without prefix and version: it outlives a rebuild."""
        return f"{self.variant}/{self.filename}" if self.variant else self.filename

    @property
    def is_map(self):
        return self.filename.endswith(".map")


def stored_bundles(env):
    """Return every generated bundle, the newest first."""
    env.cr.execute(
        SQL(
            """
            SELECT id, url, coalesce(file_size, 0), coalesce(checksum, ''), store_fname,
                   extract(epoch FROM (now() AT TIME ZONE 'utc') - create_date)::float
              FROM ir_attachment
             WHERE %s
             ORDER BY id DESC
            """,
            GENERATED,
        )
    )
    return [StoredBundle(*row) for row in env.cr.fetchall()]
