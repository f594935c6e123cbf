"""The helper thread's rounds: what a new node does, and what it leaves for later."""

import contextlib
import threading
import time
from unittest.mock import Mock, patch

import psycopg2

from odoo.tests import TransactionCase, tagged

from ..checks.node import identity
from ..core.look import FULL
from ..core.nodes import Node
from ..node import databases, helper, tending
from ..node.fingerprint import Fingerprints
from ..node.register import Neighbourhood
from ..node.tending import Tended

STOPPED = Node("a:8069", "one", 900.0, 60.0, 900.0, 15.0, True, 0.0)


def neighbourhood(entered):
    return Neighbourhood(entered, False, "", False, [STOPPED], set(), True)


@tagged("post_install", "-at_install")
class TestTending(TransactionCase):
    def setUp(self):
        super().setUp()
        self.tended = Tended("tenant", identity.here(), Fingerprints())
        unknown, known = neighbourhood(False), neighbourhood(True)
        beats = [unknown, unknown, known, known, known]
        self.tended.register = Mock()
        self.tended.register.beat.side_effect = beats
        self.tended.register.modules.return_value = []
        self.environment = Environment()
        self.startPatcher(patch.object(self.tended, "_environment", self._enter))

    @contextlib.contextmanager
    def _enter(self):
        yield self.environment

    def round(self, within_reach):
        with patch.object(databases, "within_reach", lambda *_: within_reach):
            self.tended.round(15.0, 202)

    def test_a_new_node_takes_over_once(self):
        self.round(True)
        self.assertEqual(self.environment.taken, [self.tended.node])
        self.round(True)
        self.assertEqual(self.environment.taken, [self.tended.node])

    def test_a_new_node_loads_no_registry_of_many_for_that(self):
        self.round(False)
        self.assertEqual(self.environment.taken, [])
        self.round(True)
        self.assertEqual(self.environment.taken, [self.tended.node])

    def test_a_node_whose_row_was_removed_forgets_what_was_stored(self):
        self.tended._memory = Mock()
        self.round(True)
        self.assertIsNone(self.tended._memory)
        self.tended._memory = Mock()
        self.round(True)
        self.assertIsNotNone(self.tended._memory)

    def test_a_look_that_was_cut_off_is_tried_again_soon(self):
        runs = Mock(_look_here=Mock(side_effect=psycopg2.OperationalError("gone")))
        with (
            patch.object(self.environment, "_look_here", runs._look_here, create=True),
            self.assertRaises(psycopg2.OperationalError),
        ):
            self.tended._look(FULL)
        soon = time.monotonic() + tending.AGAIN
        self.assertTrue(all(due <= soon for due in self.tended._due.values()))
        runs._look_here.side_effect = None
        with patch.object(self.environment, "_look_here", runs._look_here, create=True):
            self.tended._look(FULL)
        self.assertTrue(all(due > soon for due in self.tended._due.values()))


class Environment:
    """Notes who took over."""

    def __init__(self):
        self.taken = []

    def __getitem__(self, _model):
        return self

    def _take_over(self, name):
        self.taken.append(name)


@tagged("post_install", "-at_install")
class TestFarewell(TransactionCase):
    def test_goodbye_is_said_while_the_thread_still_looks(self):
        self.startPatcher(patch.object(helper, "FAREWELL", 0.1))
        node, done = helper.Helper(), threading.Event()
        self.addCleanup(done.set)
        node._tended["tenant"] = tended = Mock()
        node._thread = threading.Thread(target=done.wait, daemon=True)
        node.start()
        node.retire()
        node.join()
        tended.leave.assert_not_called()
        node._leaving.clear()
        node.leave()
        node.join()
        tended.leave.assert_called_once_with()
