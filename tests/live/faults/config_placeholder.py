"""odoo.conf has a placeholder that nobody expanded."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="an unexpanded placeholder",
    rule="placeholder-unexpanded",
    subject=lambda _site: "odoo.conf:smtp_server",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("smtp_server", "${SMTP_SERVER}"),
)
