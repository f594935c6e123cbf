"""An attached file is shorter than it was."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import cut_short

from ._filestore import breaking

FAULT = Fault(
    title="a truncated attached file",
    **breaking("filestore-file-corrupt", cut_short),
)
