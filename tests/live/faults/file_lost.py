"""An attached file is gone from the filestore."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import lose

from ._filestore import breaking

FAULT = Fault(
    title="an attached file that is lost",
    **breaking("filestore-file-missing", lose),
)
