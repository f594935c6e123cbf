"""An attached file has other bytes, as many as before."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import alter

from ._filestore import breaking

FAULT = Fault(
    title="an altered attached file",
    **breaking("filestore-file-corrupt", alter),
)
