"""The connection of a look: handed back or cut, and the pool knows which."""

import threading
import time
from unittest.mock import patch

import psycopg2

from odoo import sql_db
from odoo.sql_db import ConnectionPool, Cursor, connection_info_for
from odoo.tests import TransactionCase, tagged

from ..checks.line import Line
from ..probe.odoo_adapter import OdooHost

PATIENCE = 20.0
"""Seconds that what is to happen at once may take here."""

KEY = 4711
"""An advisory lock that nobody else takes."""


@tagged("post_install", "-at_install")
class TestLine(TransactionCase):
    def setUp(self):
        super().setUp()
        self.pool = ConnectionPool(1)
        self.addCleanup(self.pool.close_all)

    def cursor(self):
        """Return a cursor of a pool that has one connection."""
        name, info = connection_info_for(self.env.cr.dbname)
        return Cursor(self.pool, name, info)

    def backend(self, cursor):
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]

    def test_what_was_handed_back_serves_others_and_is_left_alone(self):
        line = Line(self.cursor())
        backend = self.backend(line.cursor)
        line.close()
        others = self.cursor()
        self.addCleanup(others.close)
        line.cancel()
        line.cut()
        self.assertEqual(self.backend(others), backend)

    def test_what_was_cut_is_never_handed_out_again_and_keeps_no_room(self):
        line = Line(self.cursor())
        backend = self.backend(line.cursor)
        line.cut()
        others = self.cursor()
        self.addCleanup(others.close)
        self.assertNotEqual(self.backend(others), backend)
        # the thread of the look comes back
        with self.assertRaises(psycopg2.InterfaceError):
            line.close()
        line.cut()
        self.assertNotEqual(self.backend(others), backend)

    def test_what_was_cut_does_not_count_as_in_use(self):
        line = Line(self.cursor())
        with patch.object(sql_db, "_Pool", self.pool):
            self.assertIn("all 1 connections", OdooHost().pool_fault())
            line.cut()
            self.assertEqual(OdooHost().pool_fault(), "")

    def test_a_thread_that_waits_for_postgresql_keeps_nobody(self):
        self.env.cr.execute("SELECT pg_advisory_lock(%s)", [KEY])
        self.addCleanup(self.env.cr.execute, "SELECT pg_advisory_unlock(%s)", [KEY])
        line, ended = Line(self.cursor()), []

        def wait():
            try:
                line.cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s)", [KEY], log_exceptions=False
                )
            except psycopg2.Error as error:
                ended.append(error)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        self.assert_waits()
        cutting = threading.Thread(target=line.cut, daemon=True)
        cutting.start()
        cutting.join(PATIENCE)
        thread.join(PATIENCE)
        self.assertFalse(cutting.is_alive() or thread.is_alive())
        self.assertEqual(len(ended), 1)

    def assert_waits(self):
        end = time.monotonic() + PATIENCE
        waiting = "SELECT 1 FROM pg_locks WHERE objid = %s AND NOT granted"
        while self.env.cr.execute(waiting, [KEY]) or not self.env.cr.fetchone():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)
