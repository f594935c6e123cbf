"""The check of the filestore: what is wrong with a file, and what is not."""

import os
from unittest.mock import patch

from odoo.tests import tagged

from ..core import thresholds
from ..core.look import FULL, QUICK, STANDARD
from .common import refusing
from .filestore_case import FilestoreCase


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
