"""An attached file has other bytes, as many as before."""

from sandbox.faults.fault import Fault

from ._filestore import keep, name_of, put_back


def inject(site):
    file, content = keep(site)
    file.write_bytes(content.swapcase())
    return file, content


FAULT = Fault(
    title="an altered attached file",
    rule="filestore-file-corrupt",
    subject=name_of,
    inject=inject,
    repair=put_back,
    stored=True,
    health=200,
    ready=200,
)
