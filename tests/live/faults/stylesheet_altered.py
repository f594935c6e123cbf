"""A generated stylesheet has other bytes, as many as before."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import alter

from ._bundle import breaking

FAULT = Fault(
    title="an altered stylesheet",
    **breaking("web.assets_frontend.min.css", "asset-file-corrupt", alter),
)
