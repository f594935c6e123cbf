"""A module waits to be upgraded since an hour."""

from .fault import Fault
from .waiting import waiting

FAULT = Fault(
    title="a module left `to upgrade` for an hour",
    health=503,
    **waiting("web", "to upgrade", "1 hour"),
)
