"""odoo.conf has a placeholder that nobody expanded."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="an unexpanded placeholder",
    rule="placeholder-unexpanded",
    **configured("smtp_server", "${SMTP_SERVER}"),
)
