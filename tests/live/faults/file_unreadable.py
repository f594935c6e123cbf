"""Nobody may read an attached file."""

from sandbox.faults.fault import Fault

from ._filestore import name_of
from ._system import give_back, take_rights


def inject(site):
    return take_rights(site.filestore / name_of(site))


FAULT = Fault(
    title="an attached file that nobody may read",
    rule="filestore-file-missing",
    subject=name_of,
    inject=inject,
    repair=give_back,
    stored=True,
    health=200,
    ready=200,
)
