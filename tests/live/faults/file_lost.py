"""An attached file is gone from the filestore."""

from sandbox.faults.fault import Fault

from ._filestore import keep, name_of, put_back


def inject(site):
    file, content = keep(site)
    file.unlink()
    return file, content


FAULT = Fault(
    title="an attached file that is lost",
    rule="filestore-file-missing",
    subject=name_of,
    inject=inject,
    repair=put_back,
    stored=True,
    health=200,
    ready=200,
)
