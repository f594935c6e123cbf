"""The clock of the server jumps a day behind."""

from sandbox.faults.fault import Fault

from ._clock import jumping

FAULT = Fault(title="a clock a day behind", **jumping("-1d"))
