"""A module waits to be removed since an hour."""

from sandbox.faults.fault import Fault
from sandbox.faults.waiting import waiting

from ._book import MODULE

FAULT = Fault(
    title="a module left `to remove` for an hour",
    health=503,
    **waiting(MODULE, "to remove", "1 hour"),
)
