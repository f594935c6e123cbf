"""The script of the web client is deleted from the filestore: a blank page."""

from sandbox.faults.fault import Fault
from sandbox.faults.files import lose

from ._bundle import breaking

FAULT = Fault(
    title="the lost script of the web client",
    **breaking("web.assets_web.min.js", "asset-file-missing", lose),
)
