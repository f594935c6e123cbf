"""A node's signs of life: what they say of its clock."""

import time
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..checks.node import identity
from ..node.register import Register


@tagged("post_install", "-at_install")
class TestRegister(TransactionCase):
    def setUp(self):
        super().setUp()
        self.register = Register(self.env.cr.dbname, {}, identity.here())
        self.noted = []
        self.ahead = 0.0
        self.startPatcher(patch.object(Register, "_fetch", self.answer))

    def answer(self, _statement, values):
        """Answer as a database with a clock of its own."""
        self.noted.append(values["clock_skew"])
        return [(time.time() - self.ahead, 1, False, "", 0, [], [], True, None)]

    def beats(self):
        """Give one sign of life; return what was noted of the clock meanwhile."""
        before = len(self.noted)
        self.register.beat("one", 20.0)
        return self.noted[before:]

    def test_one_statement_where_the_clock_is_right(self):
        self.assertEqual(len(self.beats()), 1)
        self.ahead = 1.0
        self.assertEqual(len(self.beats()), 1)

    def test_a_clock_that_jumped_is_noted_with_the_same_sign_of_life(self):
        self.ahead = 86400.0
        self.assertAlmostEqual(self.beats()[-1], 86400.0, delta=1.0)
        self.assertEqual(len(self.beats()), 1)
        self.ahead = 0.0
        self.assertAlmostEqual(self.beats()[-1], 0.0, delta=1.0)


@tagged("post_install", "-at_install")
class TestLives(TransactionCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(Register, "_fetch", self.fetch))

    def fetch(self, statement, values):
        self.env.cr.execute(statement, values)
        return self.env.cr.fetchall()

    def life(self, started):
        """Return the register of one life of a node."""
        here = identity.here()._replace(name="elsewhere:8069", started=started)
        return Register(self.env.cr.dbname, {}, here)

    def test_a_node_that_was_killed_begins_another_life_and_ends_it(self):
        killed, after = self.life(1_000.0), self.life(2_000.0)
        killed.enter("one", {}, 20.0)
        self.assertTrue(killed.beat("one", 20.0).entered)
        self.assertFalse(after.beat("one", 20.0).entered)
        after.enter("one", {}, 20.0)
        self.assertTrue(after.beat("one", 20.0).entered)
        after.leave()
        self.env.cr.execute(
            "SELECT stopped IS NOT NULL, extract(epoch FROM started)"
            " FROM ipai_health_node WHERE name = 'elsewhere:8069'"
        )
        self.assertEqual(self.env.cr.fetchall(), [(True, 2_000)])
        after.enter("one", {}, 20.0)
        self.assertFalse(after.beat("one", 20.0).entered)
