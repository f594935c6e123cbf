"""The volume that the filestore lies on, which each node looks at for itself."""

import os
import tempfile
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from ..checks.store import disk
from ..core.look import NODE, Look
from .filestore_case import FilestoreCase


@tagged("post_install", "-at_install")
class TestVolume(FilestoreCase):
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

    def test_quiet_about_a_filestore_that_is_not_used(self):
        self.place = os.path.join(self.place, "filestore")
        with open(self.place, "w", encoding="utf-8"):
            pass
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        self.assertEqual(self.look_at_node(), [])

    def test_sessions_that_cannot_be_written_are_found_without_it(self):
        with open(os.path.join(self.place, "sessions"), "w", encoding="utf-8"):
            pass
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        with patch.dict(config.options, data_dir=self.place):
            (finding,) = self.look_at_node()
        self.assertEqual(finding.rule, "filestore-unwritable")
        self.assertIn("nobody can log in", finding.message)

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
