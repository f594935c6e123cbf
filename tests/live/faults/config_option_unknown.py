"""odoo.conf has an option that nobody knows."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="an unknown option",
    rule="option-unknown",
    **configured("wrokers", "4"),
)
