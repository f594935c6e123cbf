"""After a failover Odoo talks to a copy that is still a standby."""

from sandbox.faults.fault import Fault

from ._copy import copy, folder_of, switch


def inject(site):
    other = copy(site, folder_of(site, "standby"))
    signal = other.data / "standby.signal"
    signal.touch()
    other.start()
    switch(site, other)
    return other


def repair(site, other):
    switch(site, site.instance.postgres)
    other.erase()


FAULT = Fault(
    title="failed over to a standby",
    rule="database-read-only",
    subject=lambda site: site.database,
    inject=inject,
    repair=repair,
    stored=False,
    health=503,
    ready=200,
    alone=True,
)
