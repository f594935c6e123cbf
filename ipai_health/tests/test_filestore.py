"""The check of the filestore: files, sweeps that are carried on, and the volume."""

import os
import tempfile
import uuid
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..checks.store import disk, records, sweep
from ..core import thresholds
from ..core.look import FULL, NODE, QUICK, STANDARD, Look
from .common import CheckCase, refusing


class FilestoreCase(CheckCase):
    check = "filestore"

    def store(self, count=1):
        """Store files whose content no other test has; return the attachments."""
        attachments = self.env["ir.attachment"].create(
            [
                {"name": f"{number}.bin", "raw": uuid.uuid4().hex.encode()}
                for number in range(count)
            ]
        )
        self.addCleanup(self.remove, [self.path_of(each) for each in attachments])
        return attachments

    def remove(self, paths):
        for path in paths:
            if os.path.exists(path):
                os.unlink(path)

    def path_of(self, attachment):
        return attachment._full_path(attachment.store_fname)

    def alter(self, attachment):
        with open(self.path_of(attachment), "r+b") as file:
            file.write(b"#")


@tagged("post_install", "-at_install")
class TestFiles(FilestoreCase):
    # quiet

    def test_quiet_on_a_healthy_database(self):
        self.store()
        for depth in (QUICK, STANDARD, FULL):
            self.assert_quiet(depth)

    def test_quiet_about_what_is_in_the_database(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        self.env["ir.attachment"].create({"name": "x", "raw": b"in the database"})
        self.assert_quiet(FULL)

    def test_quiet_about_generated_bundles(self):
        bundle = self.store()
        bundle.write(
            {
                "url": "/web/assets/1/x.min.css",
                "public": True,
                "res_model": "ir.ui.view",
                "res_id": 0,
            }
        )
        os.unlink(self.path_of(bundle))
        self.assert_quiet(FULL)

    def test_quiet_when_the_file_is_back(self):
        attachment = self.store()
        content = attachment.raw
        os.unlink(self.path_of(attachment))
        self.assertTrue(self.look())
        memo = self.last_look.new_memo
        with open(self.path_of(attachment), "wb") as file:
            file.write(content)
        self.assert_quiet(QUICK, memo=memo)

    def test_quiet_about_a_file_behind_a_link(self):
        # as whoever spreads a filestore over volumes leaves it; Odoo follows links
        attachment = self.store()
        path = self.path_of(attachment)
        os.rename(path, f"{path}.elsewhere")
        self.addCleanup(self.remove, [f"{path}.elsewhere"])
        os.symlink(f"{path}.elsewhere", path)
        for depth in (QUICK, STANDARD, FULL):
            self.assert_quiet(depth)

    def test_quiet_when_the_record_is_gone(self):
        attachment = self.store()
        os.unlink(self.path_of(attachment))
        self.assertTrue(self.look())
        attachment.unlink()
        self.assert_quiet(QUICK, memo=self.last_look.new_memo)

    # faults

    def test_lost_file_is_found(self):
        attachment = self.store()
        os.unlink(self.path_of(attachment))
        finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject),
            ("filestore-file-missing", attachment.store_fname),
        )
        self.assertEqual(
            (finding.res_model, finding.res_id), ("ir.attachment", attachment.id)
        )
        self.assertIn("0.bin", finding.message)

    def test_unreadable_file_is_found_by_the_full_look_until_it_is_given_back(self):
        attachment = self.store()
        path = self.path_of(attachment)
        with patch.object(os, "open", refusing(os.open, attachment.store_fname)):
            finding = self.only(FULL)
            self.assertEqual(
                (finding.rule, finding.subject),
                ("filestore-file-missing", attachment.store_fname),
            )
            self.assertIn("cannot be read", finding.message)
            memo = self.last_look.new_memo
            self.assertEqual(len(self.found(QUICK, memo=memo)), 1)
        self.assertTrue(os.path.exists(path))
        self.assert_quiet(QUICK, memo=memo)

    def test_file_that_two_records_share_is_one_finding(self):
        attachment = self.store()
        attachment.copy()
        os.unlink(self.path_of(attachment))
        self.assertIn("2 in all", self.only().message)

    def test_truncated_file_is_found(self):
        attachment = self.store()
        with open(self.path_of(attachment), "wb"):
            pass
        self.assertEqual(
            self.found(), [("filestore-file-corrupt", attachment.store_fname)]
        )

    def test_pipe_in_the_place_of_a_file_is_found_and_keeps_nobody(self):
        attachment = self.store()
        os.unlink(self.path_of(attachment))
        os.mkfifo(self.path_of(attachment))
        expected = [("filestore-file-corrupt", attachment.store_fname)]
        for depth in (STANDARD, FULL):
            self.assertEqual(self.found(depth), expected)

    def test_altered_file_is_found_by_the_full_look_and_remembered(self):
        attachment = self.store()
        self.alter(attachment)
        self.assert_quiet(STANDARD)
        expected = [("filestore-file-corrupt", attachment.store_fname)]
        self.assertEqual(self.found(FULL), expected)
        self.assertEqual(self.found(STANDARD, memo=self.last_look.new_memo), expected)
        self.assertEqual(self.found(QUICK, memo=self.last_look.new_memo), expected)

    def test_new_file_is_seen_by_the_quick_look(self):
        self.look()
        attachment = self.store()
        os.unlink(self.path_of(attachment))
        self.assertEqual(
            self.found(QUICK, memo=self.last_look.new_memo),
            [("filestore-file-missing", attachment.store_fname)],
        )

    def test_many_lost_files_are_one_finding(self):
        with patch.object(thresholds, "MANY_FILES", 3):
            attachments = self.store(4)
            for attachment in attachments[:3]:
                os.unlink(self.path_of(attachment))
            self.assertEqual(len(self.look()), 3)
            os.unlink(self.path_of(attachments[3]))
            finding = self.only()
        self.assertEqual(
            (finding.rule, finding.subject), ("filestore-file-missing", "filestore")
        )
        self.assertIn("4 files", finding.message)

    def test_files_kept_elsewhere_are_told_and_left_alone(self):
        attachment = self.store()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = 's3://bucket/1' WHERE id = %s",
            (attachment.id,),
        )
        finding = self.only(FULL)
        self.assertEqual(finding.rule, "filestore-external")
        self.assertIn("s3://bucket/1", finding.message)


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


@tagged("post_install", "-at_install")
class TestVolume(FilestoreCase):
    """The part that each node looks at for itself."""

    def look_at_node(self):
        checker = self.env["ipai.health.checker"]._checkers(NODE)["filestore"]
        with patch.object(type(self.env["ir.attachment"]), "_filestore") as place:
            place.return_value = self.place
            looked = list(checker._look_at(Look(scope=NODE)))
        self.seen.update(finding.rule for finding in looked)
        return looked

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.place = folder.name

    def test_quiet_where_there_is_room(self):
        self.assertEqual(self.look_at_node(), [])
        self.assertEqual(os.listdir(self.place), [])

    def test_quiet_before_odoo_made_the_folder(self):
        self.place = os.path.join(self.place, "filestore", "new")
        self.assertEqual(self.look_at_node(), [])

    def test_file_in_the_place_of_the_folder_is_found(self):
        self.place = os.path.join(self.place, "filestore")
        with open(self.place, "w", encoding="utf-8"):
            pass
        (finding,) = self.look_at_node()
        self.assertEqual(finding.rule, "filestore-unwritable")
        self.assertEqual(finding.file, self.place)

    def test_low_space_is_found(self):
        free, total, *_files = disk.space(self.place)
        self.choose("disk-space-low", 100 * free / total * 1.5)
        (finding,) = self.look_at_node()
        self.assertEqual(finding.rule, "disk-space-low")
        self.assertIn(self.place, finding.message)

    def test_limits_of_space(self):
        gigabyte = 1 << 30
        self.assertFalse(disk.bytes_are_low(6 * gigabyte, 100 * gigabyte))
        self.assertTrue(disk.bytes_are_low(4 * gigabyte, 100 * gigabyte))
        self.assertFalse(disk.bytes_are_low(21 * gigabyte, 10_000 * gigabyte))
        self.assertTrue(disk.bytes_are_low(gigabyte // 2, 2 * gigabyte))
        self.assertFalse(disk.bytes_are_low(6 * gigabyte, 100 * gigabyte, share=5))
        self.assertTrue(disk.bytes_are_low(21 * gigabyte, 10_000 * gigabyte, share=1))
        self.assertFalse(disk.bytes_are_low(gigabyte // 2, 2 * gigabyte, share=5))
        self.assertTrue(disk.files_are_low(4, 50, share=10))
        self.assertFalse(disk.files_are_low(6, 50, share=10))
        self.assertFalse(disk.files_are_low(0, 0))
        self.assertTrue(disk.files_are_low(4, 100))
