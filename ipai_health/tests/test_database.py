"""The check of the database: what can be seen once connected."""

import contextlib
import time
from unittest.mock import patch

import psycopg2
from psycopg2 import errorcodes

from odoo.sql_db import connection_info_for
from odoo.tests import tagged

from ..checks import database
from ..core.live import CONNECTIONS_FOR_ALL, CONNECTIONS_IN_USE
from .common import CheckCase


@tagged("post_install", "-at_install")
class TestDatabase(CheckCase):
    check = "database"

    def test_quiet_on_a_healthy_database(self):
        self.assert_quiet()

    def test_quiet_below_the_share_of_connections(self):
        self.assertFalse([rule for rule, _subject in self.found() if "high" in rule])

    def test_quiet_about_a_default_that_odoo_overrules(self):
        self.env.cr.execute("SET LOCAL default_transaction_read_only = on")
        self.assert_quiet()

    def test_standby_is_found(self):
        # a real one takes no test either, see tests/live/test_read_only.py
        self.env.cr.execute(
            "CREATE FUNCTION public.pg_is_in_recovery() RETURNS bool"
            " LANGUAGE sql AS 'SELECT true'"
        )
        self.env.cr.execute("SET LOCAL search_path = public, pg_catalog")
        finding = self.only()
        self.assertEqual(finding.rule, "database-read-only")
        self.assertEqual(finding.subject, self.env.cr.dbname)

    def test_many_connections_are_found(self):
        # not through Odoo's pool, which may hold idle ones of other tests
        _name, where = connection_info_for(self.env.cr.dbname)
        with contextlib.ExitStack() as stack:
            for _connection in range(3):
                stack.enter_context(contextlib.closing(psycopg2.connect(**where)))
            self.env.cr.execute("SELECT pg_stat_clear_snapshot()")
            self.env.cr.execute(
                f"SELECT {CONNECTIONS_IN_USE}, {CONNECTIONS_FOR_ALL}, count(*)"
                "  FROM pg_stat_activity WHERE backend_type = 'client backend'"
            )
            used, usable, seen = self.env.cr.fetchone()
            self.assertGreaterEqual(used, seen)
            self.assertGreater(seen, 3)
            self.choose("database-connections-high", 100 * (used + 0.5) / usable)
            self.assert_quiet()
            self.choose("database-connections-high", 100 * (used - 0.5) / usable)
            finding = self.only()
        self.assertEqual(finding.rule, "database-connections-high")

    def test_slow_answer_is_found(self):
        clock = iter((0.0, 0.75))
        with patch.object(time, "monotonic", lambda: next(clock)):
            finding = self.only()
        self.assertEqual(finding.rule, "database-slow")
        self.assertIn("750 ms", finding.message)

    def failing_with(self, code):
        """Let the attempt to write fail in PostgreSQL itself, with that code."""
        raising = (
            "DO $$ BEGIN RAISE EXCEPTION 'could not write to a file' "
            f"USING ERRCODE = '{code}'; END $$ -- %s %s"
        )
        return patch.object(database, "SPILL", raising)

    def test_full_disk_is_found(self):
        with self.failing_with(errorcodes.DISK_FULL):
            finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("database-disk-full", self.env.cr.dbname),
        )
        self.assertIn("could not write to a file", finding.message)
        self.env.cr.execute("SHOW work_mem")
        self.assertNotEqual(self.env.cr.fetchone(), ("64kB",))

    def test_full_disk_of_a_read_only_database_is_one_finding(self):
        self.env.cr.execute("SET LOCAL default_transaction_read_only = on")
        with self.failing_with(errorcodes.DISK_FULL):
            self.only()

    def test_quiet_about_a_limit_that_somebody_set(self):
        with self.failing_with(errorcodes.CONFIGURATION_LIMIT_EXCEEDED):
            self.assert_quiet()

    def test_another_series_is_found(self):
        base = self.env["ir.module.module"].search([("name", "=", "base")])
        base.latest_version = "18.0.1.3"
        finding = self.only()
        self.assertEqual(finding.rule, "database-series-mismatch")
        self.assertIn("18.0.1.3", finding.message)
