"""The script of the first paint is deleted."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import lose

from ._bundle import breaking

FAULT = Fault(
    title="a lost small script",
    **breaking("web.assets_frontend_minimal.min.js", "asset-file-missing", lose),
)
