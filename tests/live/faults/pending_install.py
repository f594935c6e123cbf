"""A module waits to be installed since an hour."""

from sandbox.faults.fault import Fault
from sandbox.faults.waiting import waiting

from ._book import MODULE

FAULT = Fault(
    title="a module left `to install` for an hour",
    health=503,
    **waiting(MODULE, "to install", "1 hour"),
)
