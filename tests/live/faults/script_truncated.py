"""A generated script ends in the middle."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import cut_short

from ._bundle import breaking

FAULT = Fault(
    title="a truncated script",
    **breaking("web.assets_frontend_lazy.min.js", "asset-file-corrupt", cut_short),
)
