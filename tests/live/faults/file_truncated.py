"""An attached file is shorter than it was."""

from sandbox.faults.fault import Fault

from ._filestore import keep, name_of, put_back


def inject(site):
    file, content = keep(site)
    file.write_bytes(content[:5])
    return file, content


FAULT = Fault(
    title="a truncated attached file",
    rule="filestore-file-corrupt",
    subject=name_of,
    inject=inject,
    repair=put_back,
    stored=True,
    health=200,
    ready=200,
)
