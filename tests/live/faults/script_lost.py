"""A generated script is deleted from the filestore."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import lose

from ._bundle import breaking

FAULT = Fault(
    title="a lost script",
    **breaking("web.assets_frontend_lazy.min.js", "asset-file-missing", lose),
)
