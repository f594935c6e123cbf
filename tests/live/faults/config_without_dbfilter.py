"""odoo.conf lost its dbfilter."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="a lost dbfilter",
    rule="dbfilter-missing",
    subject=lambda _site: "odoo.conf:dbfilter",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("dbfilter", None),
)
