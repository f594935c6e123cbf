"""odoo.conf lost its dbfilter."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="a lost dbfilter",
    rule="dbfilter-missing",
    **configured("dbfilter", None),
)
