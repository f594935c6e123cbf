"""An attached file belongs to another user, as after a restore by root."""

import pwd

from sandbox.faults.fault import Fault

from ._filestore import file_of, found
from ._system import give_back, needing_root, take_rights


def inject(site):
    return take_rights(file_of(site), pwd.getpwnam("nobody").pw_uid)


FAULT = Fault(
    title="an attached file of another user",
    inject=inject,
    repair=give_back,
    needs=needing_root,
    **found("filestore-file-missing"),
)
