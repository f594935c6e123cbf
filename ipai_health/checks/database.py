"""The database as seen from a transaction of Odoo."""

import time

from odoo import models, release
from odoo.tools import SQL

from ..core import thresholds
from ..core.finding import Finding
from ..core.look import QUICK
from ..core.text import _


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
        yield from self._read_only(state)
        yield from self._connections(state)
        yield from self._series(state)

    def _state(self):
        """Return what one statement tells about the server and the database."""
        self.env.cr.execute(
            SQL(
                """
                SELECT current_setting('default_transaction_read_only')::bool
                       OR pg_is_in_recovery() AS read_only,
                       (SELECT count(*) FROM pg_stat_activity
                         WHERE backend_type = 'client backend') AS used,
                       current_setting('max_connections')::int
                       - current_setting('superuser_reserved_connections')::int
                       AS usable,
                       (SELECT latest_version FROM ir_module_module
                         WHERE name = 'base') AS base_version
                """
            )
        )
        return self.env.cr.dictfetchone()

    def _slow(self, seconds):
        if seconds >= thresholds.SLOW_ANSWER:
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
        if state["read_only"]:
            yield self._about(
                "database-read-only",
                self.env._(
                    "The database %(database)s takes no changes: nobody can log in or "
                    "save anything.",
                    database=self.env.cr.dbname,
                ),
            )

    def _connections(self, state):
        if state["used"] >= state["usable"] * thresholds.CONNECTIONS_SHARE:
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
