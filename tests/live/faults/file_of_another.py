"""An attached file belongs to another user, as after a restore by root."""

import pwd

from sandbox.faults.fault import Fault

from ._filestore import name_of
from ._system import give_back, needing_root, take_rights


def inject(site):
    return take_rights(site.filestore / name_of(site), pwd.getpwnam("nobody").pw_uid)


FAULT = Fault(
    title="an attached file of another user",
    rule="filestore-file-missing",
    subject=name_of,
    inject=inject,
    repair=give_back,
    stored=True,
    health=200,
    ready=200,
    needs=needing_root,
)
