"""odoo.conf shows the list of databases to everybody."""

from sandbox.faults.fault import Fault

from ._node import changing_option

FAULT = Fault(
    title="an open list of databases",
    rule="list-db-open",
    subject=lambda _site: "odoo.conf:list_db",
    command=("--check", "config"),
    stored=False,
    health=200,
    ready=200,
    **changing_option("list_db", "True"),
)
