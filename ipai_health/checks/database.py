"""The database as seen from a transaction of Odoo."""

import contextlib
import time

from psycopg2 import errors

from odoo import models, release
from odoo.tools import SQL

from ..core import thresholds
from ..core.finding import Finding
from ..core.live import CONNECTIONS_FOR_ALL, CONNECTIONS_IN_USE, TAKES_NO_CHANGES
from ..core.look import QUICK
from ..core.text import _

FRUGAL = "SET LOCAL work_mem = '64kB'"
SPILL = "SELECT count(*) FROM unnest(array_fill(repeat(' ', %s), ARRAY[%s]))"
"""Fills a temporary file of PostgreSQL and throws it away: nothing is stored, no table
and no log is written to, and the file is gone before the system writes it out."""

PAGE = 8192
"""Bytes."""


class HealthCheckerDatabase(models.AbstractModel):
    """Looks at what can be seen once connected; whether PostgreSQL answers at all,
    and the registry, are the probe's to see.
    """

    _name = "ipai.health.checker.database"
    _inherit = "ipai.health.checker"
    _description = "Health check: database"

    _health_check = "database"
    _health_title = _("Database")
    _health_sequence = 10
    _health_depth = QUICK

    def _look(self, look):
        started = time.monotonic()
        state = self._state()
        seconds = time.monotonic() - started
        yield from self._slow(seconds)
        yield from self._read_only(state) or self._no_room()
        yield from self._connections(state)
        yield from self._series(state)

    def _state(self):
        """Return what one statement tells about the server and the database."""
        self.env.cr.execute(
            SQL(
                """
                SELECT %(takes_no_changes)s AS read_only,
                       %(used)s AS used,
                       %(usable)s AS usable,
                       (SELECT latest_version FROM ir_module_module
                         WHERE name = 'base') AS base_version
                """,
                takes_no_changes=SQL(TAKES_NO_CHANGES),
                used=SQL(CONNECTIONS_IN_USE),
                usable=SQL(CONNECTIONS_FOR_ALL),
            )
        )
        return self.env.cr.dictfetchone()

    def _slow(self, seconds):
        if seconds >= self._threshold("database-slow"):
            yield self._about(
                "database-slow",
                self.env._(
                    "A statement that takes 1 ms on a healthy server took %(ms)d ms "
                    "in the database %(database)s; every page waits for it.",
                    ms=seconds * 1000,
                    database=self.env.cr.dbname,
                ),
            )

    def _read_only(self, state):
        if not state["read_only"]:
            return []
        message = self.env._(
            "The database %(database)s takes no changes: nobody can log in or save "
            "anything.",
            database=self.env.cr.dbname,
        )
        return [self._about("database-read-only", message)]

    def _no_room(self):
        """A full disk shows in what needs a new page, not in what finds an old one."""
        reason = self._why_no_room()
        if reason:
            yield self._about(
                "database-disk-full",
                self.env._(
                    "PostgreSQL has no room left for the database %(database)s: "
                    "whatever needs some cannot be saved, and soon it ends "
                    "(%(reason)s).",
                    database=self.env.cr.dbname,
                    reason=reason,
                ),
            )

    def _why_no_room(self):
        """Return PostgreSQL's word on a disk without room, ``None`` when there is."""
        cursor = self.env.cr
        savepoint = cursor.savepoint(flush=False)
        with contextlib.closing(savepoint):
            try:
                cursor.execute(FRUGAL)
                pages = thresholds.DATABASE_ROOM // PAGE
                cursor.execute(SPILL, [PAGE, pages], log_exceptions=False)
                return None
            except errors.DiskFull as error:
                return str(error).partition("\n")[0]
            except errors.ConfigurationLimitExceeded:
                # temp_file_limit: somebody wants it so
                return None
            finally:
                savepoint.rollback()

    def _connections(self, state):
        percent = self._threshold("database-connections-high")
        if 100 * state["used"] >= percent * state["usable"]:
            yield self._about(
                "database-connections-high",
                self.env._(
                    "%(used)d of the %(usable)d connections that PostgreSQL gives are "
                    "in use; requests fail when none is left.",
                    used=state["used"],
                    usable=state["usable"],
                ),
            )

    def _series(self, state):
        version = state["base_version"]
        if version and not version.startswith(f"{release.series}."):
            yield self._about(
                "database-series-mismatch",
                self.env._(
                    "The database %(database)s was made by base %(version)s, while "
                    "this server runs Odoo %(series)s.",
                    database=self.env.cr.dbname,
                    version=version,
                    series=release.series,
                ),
            )

    def _about(self, rule, message):
        return Finding(rule=rule, subject=self.env.cr.dbname, message=message)
