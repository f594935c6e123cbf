"""odoo.conf pins a database."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="a pinned database",
    rule="db-name-pinned",
    subject=lambda _site: "odoo.conf:db_name",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("db_name", "demo"),
)
