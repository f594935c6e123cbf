"""odoo.conf shows the list of databases to everybody."""

from sandbox.faults.fault import Fault

from ._node import configured

FAULT = Fault(
    title="an open list of databases",
    rule="list-db-open",
    **configured("list_db", "True"),
)
