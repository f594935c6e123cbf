"""Somebody holds our own table for himself: users notice nothing."""

from sandbox.faults.fault import Fault

from ._postgres import locking

FAULT = Fault(
    title="a locked table of the addon",
    rule="self-check-stale",
    health=200,
    ready=200,
    hides=True,
    alone=True,
    **locking("ipai_health_finding"),
)
