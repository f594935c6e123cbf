"""What tests of the check of the filestore share."""

import os
import uuid

from .common import CheckCase


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
