"""The clock of the server jumps a day ahead."""

from sandbox.faults.fault import Fault

from ._clock import jumping

FAULT = Fault(title="a clock a day ahead", **jumping("+1d"))
