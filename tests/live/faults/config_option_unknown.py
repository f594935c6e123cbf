"""odoo.conf has an option that nobody knows."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="an unknown option",
    rule="option-unknown",
    subject=lambda _site: "odoo.conf:wrokers",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("wrokers", "4"),
)
