"""odoo.conf pins a database."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="a pinned database",
    rule="db-name-pinned",
    **configured("db_name", "demo"),
)
