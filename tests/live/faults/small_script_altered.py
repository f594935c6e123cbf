"""The script of the first paint has other bytes."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import alter

from ._bundle import breaking

FAULT = Fault(
    title="an altered small script",
    **breaking("web.assets_frontend_minimal.min.js", "asset-file-corrupt", alter),
)
