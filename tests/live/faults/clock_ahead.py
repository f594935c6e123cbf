"""The clock of the server jumps a day ahead."""

from sandbox.faults.fault import Fault

from ._clock import jumping

FAULT = Fault(
    title="a clock a day ahead",
    rule="node-clock-skew",
    stored=False,
    health=200,
    ready=200,
    alone=True,
    patience=60.0,
    **jumping("+1d"),
)
