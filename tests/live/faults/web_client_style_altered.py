"""The stylesheet of the web client has other bytes."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import alter

from ._bundle import breaking

FAULT = Fault(
    title="the altered stylesheet of the web client",
    **breaking("web.assets_web.min.css", "asset-file-corrupt", alter),
)
