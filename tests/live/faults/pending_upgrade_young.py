"""A module waits since a minute: an upgrade may be running."""

from sandbox.faults.fault import Fault
from sandbox.faults.waiting import waiting

from ._book import MODULE

FAULT = Fault(
    title="a module `to upgrade` for a minute",
    health=200,
    **waiting(MODULE, "to upgrade", "1 minute"),
)
