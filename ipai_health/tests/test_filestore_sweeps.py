"""Sweeps through the filestore that run out of time, or are killed, are carried on."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..checks.store import records, sweep
from ..core.look import FULL, STANDARD
from .filestore_case import FilestoreCase


@tagged("post_install", "-at_install")
class TestSweeps(FilestoreCase):
    def look_in_small_steps(self, depth, memo=None, keep=None):
        """Look with time for one batch of two files only."""
        with (
            patch.object(sweep, "FEWEST", 2),
            patch.object(sweep, "KEPT_EVERY", 0.0),
        ):
            self.look(depth, memo=memo, seconds=0.0, keep=keep or (lambda memo: None))
        return self.last_look.new_memo

    def test_unfinished_sweep_is_carried_on_to_its_end(self):
        attachments = self.store(4)
        for attachment in attachments:
            self.alter(attachment)
        memo = self.look_in_small_steps(FULL)
        self.assertEqual(memo["checksum"]["done"], 2)
        steps = 1
        while memo["checksum"]:
            memo = self.look_in_small_steps(FULL, memo)
            steps += 1
        self.env.cr.execute(
            SQL("SELECT count(*) FROM ir_attachment WHERE %s", records.DOCUMENTS)
        )
        self.assertGreaterEqual(steps, self.env.cr.fetchone()[0] // 2 - 1)
        self.assertEqual(set(memo["damaged"]), set(attachments.mapped("store_fname")))

    def test_hourly_look_carries_on_what_the_weekly_one_left(self):
        self.store(4)
        memo = self.look_in_small_steps(FULL)
        self.assertTrue(memo["checksum"])
        self.assert_quiet(STANDARD, memo=memo)
        self.assertIsNone(self.last_look.new_memo["checksum"])

    def test_killed_look_leaves_its_position(self):
        self.store(4)
        kept = []

        def die_at_the_second(memo):
            kept.append(memo)
            if len(kept) == 2:
                raise KeyboardInterrupt

        with (
            patch.object(sweep, "FEWEST", 2),
            patch.object(sweep, "KEPT_EVERY", 0.0),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.look(FULL, keep=die_at_the_second)
        position = kept[-1]["checksum"]["position"]
        self.assertGreater(position, 0)
        self.look(FULL, memo=kept[-1])
        self.assertIsNone(self.last_look.new_memo["checksum"])

    def test_progress_is_told(self):
        told = []
        self.store(4)
        with patch.object(sweep, "FEWEST", 2):
            self.look(progress=lambda done, total: told.append((done, total)))
        self.assertEqual(told[0][0], 2)
        self.assertEqual(*told[-1])
