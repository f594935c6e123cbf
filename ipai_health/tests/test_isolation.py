"""A look that hangs where nothing stops it, in a real thread and connection."""

import contextlib
import os
import shutil
import tempfile
import threading
import time
from unittest.mock import patch

from odoo.modules import module
from odoo.orm.registry import DummyRLock, Registry
from odoo.tests import TransactionCase, tagged

from ..checks import isolation
from ..checks.isolation import DONE, TIMED_OUT, look_isolated
from ..core.finding import Finding
from ..core.look import Look

PATIENCE = 20.0
"""Seconds that what is to happen at once may take here."""

SHORT = 0.5
"""Seconds that are waited for what does not come."""

ALIVE = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"


@tagged("post_install", "-at_install")
class TestIsolation(TransactionCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.pipe = os.path.join(folder, "pipe")
        os.mkfifo(self.pipe)
        self.checker = self.env["ipai.health.checker"]._checkers()["cron"]
        self.backends = []
        self.addCleanup(self.let_go)
        # a test looks in its own transaction otherwise
        self.patch(module, "current_test", False)
        # the thread of the tests holds the real one
        self.patch(Registry, "_lock", DummyRLock())

    def wait_for_file(self, checker, look):
        """Read a table, then a file that does not answer."""
        self.note_backend(checker)
        with open(self.pipe, "rb"):
            yield Finding("cron-failing", "ir.cron,1", "It fails.")

    def run_on(self, checker, look):
        """Never come to an end, in a way that can be stopped."""
        self.note_backend(checker)
        while True:
            time.sleep(0.01)
        yield

    def note_backend(self, checker):
        checker.env.cr.execute("SELECT pg_backend_pid() FROM ir_attachment LIMIT 1")
        self.backends.append(checker.env.cr.fetchone()[0])

    def look(self, how, limit=PATIENCE):
        with patch.object(type(self.checker), "_look", lambda *both: how(*both)):
            return look_isolated(self.checker, Look(), limit)

    def hang(self):
        """Leave a look behind that hangs, however late it comes to that."""
        self.patch(isolation, "PASSED_AWAY", SHORT)
        limit = SHORT
        while limit < PATIENCE:
            self.backends.clear()
            outcome = self.look(self.wait_for_file, limit)
            for thread in self.threads():
                # one that was only slow ends by itself
                thread.join(2 * SHORT)
            if self.backends and self.threads():
                return outcome
            limit *= 2
        raise AssertionError("no look came as far as to hang")

    def threads(self):
        return [
            thread for thread in threading.enumerate() if thread.name.endswith(".cron")
        ]

    @contextlib.contextmanager
    def answering(self):
        """Keep nobody who opens the pipe."""
        file = os.open(self.pipe, os.O_RDWR)
        try:
            yield
        finally:
            os.close(file)

    def let_go(self):
        """Let whoever opens the pipe come back, and wait for that."""
        with self.answering():
            for thread in self.threads():
                thread.join(PATIENCE)
                self.assertFalse(thread.is_alive())

    def backends_alive(self, backend):
        # what a transaction saw of others it sees for as long as it lasts
        self.env.cr.execute("SELECT pg_stat_clear_snapshot()")
        self.env.cr.execute(ALIVE, [backend])
        return self.env.cr.fetchone()[0]

    def test_a_look_that_ends_hands_its_connection_back(self):
        with self.answering():
            outcome = self.look(self.wait_for_file)
        self.assertEqual((outcome.state, len(outcome.findings)), (DONE, 1))
        self.assertEqual(self.backends_alive(self.backends[0]), 1)

    def test_a_look_that_can_be_stopped_is_begun_again(self):
        for _run in range(2):
            limit, seen = SHORT, len(self.backends)
            while len(self.backends) == seen:
                self.assertLess(limit, PATIENCE)
                outcome = self.look(self.run_on, limit)
                limit *= 2
            self.assertEqual((outcome.state, self.threads()), (TIMED_OUT, []))
            # handed back, it serves others
            self.assertEqual(self.backends_alive(self.backends[-1]), 1)

    def test_a_look_that_hangs_keeps_no_connection(self):
        outcome = self.hang()
        self.assertEqual(outcome.state, TIMED_OUT)
        self.assertIn("stopped after", outcome.reason)
        self.assertEqual(len(self.threads()), 1)
        end = time.monotonic() + PATIENCE
        while self.backends_alive(self.backends[0]):
            self.assertLess(time.monotonic(), end, "the backend stays")
            time.sleep(0.01)

    def test_a_look_that_hangs_is_not_begun_again_until_it_is_gone(self):
        self.hang()
        for _run in range(3):
            outcome = self.look(self.wait_for_file, SHORT)
            self.assertEqual(outcome.state, TIMED_OUT)
            self.assertIn(f"still hangs in process {os.getpid()}", outcome.reason)
        self.assertEqual((len(self.backends), len(self.threads())), (1, 1))
        self.let_go()
        with self.answering():
            self.assertEqual(self.look(self.wait_for_file).state, DONE)
        self.assertEqual(len(self.backends), 2)

    def test_a_look_that_hangs_keeps_no_other_check_from_looking(self):
        self.hang()
        nodes = self.env["ipai.health.checker"]._checkers()["nodes"]
        self.assertEqual(look_isolated(nodes, Look(), PATIENCE).state, DONE)

    def test_a_look_that_is_about_to_end_is_waited_for(self):
        self.hang()
        self.patch(isolation, "PASSED_AWAY", PATIENCE)
        soon = threading.Timer(SHORT, self.let_go)
        soon.start()
        outcome = self.look(lambda _checker, _look: iter(()))
        soon.join()
        self.assertEqual(outcome.state, DONE)
