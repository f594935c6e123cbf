"""After a failover Odoo talks to a sound copy: no fault."""

from sandbox.faults.fault import Fault

from ._copy import copy, folder_of, switch


def inject(site):
    other = copy(site, folder_of(site, "copy")).start()
    switch(site, other)
    return other


def repair(site, other):
    switch(site, site.instance.postgres)
    other.erase()


FAULT = Fault(
    title="failed over to a sound copy",
    rule="",
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
    alone=True,
)
