"""Nobody may read an attached file."""

from sandbox.faults.fault import Fault

from ._filestore import file_of, found
from ._system import give_back, take_rights


def inject(site):
    return take_rights(file_of(site))


FAULT = Fault(
    title="an attached file that nobody may read",
    inject=inject,
    repair=give_back,
    **found("filestore-file-missing"),
)
