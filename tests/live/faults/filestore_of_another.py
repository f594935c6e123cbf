"""The whole filestore belongs to another user: nothing can be read or written."""

import os
import pwd

from sandbox.faults.fault import Fault

from ._system import give_back, needing_root


def inject(site):
    before = site.filestore.stat()
    os.chown(site.filestore, pwd.getpwnam("nobody").pw_uid, before.st_gid)
    site.filestore.chmod(0o700)
    return site.filestore, before


FAULT = Fault(
    title="a filestore of another user",
    rule="filestore-unwritable",
    # whoever opens a page or a document meets these
    also=("asset-file-missing", "filestore-file-missing"),
    subject=lambda _site: "data_dir",
    inject=inject,
    repair=give_back,
    stored=True,
    health=503,
    ready=200,
    alone=True,
    patience=45.0,
    needs=needing_root,
)
