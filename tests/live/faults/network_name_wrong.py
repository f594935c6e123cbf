"""The name of PostgreSQL's machine leads to another one, where nobody listens."""

import time

from sandbox.faults.fault import Fault

from ._system import library, needing

WRAPPER = "libnss_wrapper.so"
NAME = "postgres.sandbox.example"
RIGHT = "127.0.0.1"
WRONG = "127.0.0.77"

FORGOTTEN = 6.0
"""Seconds: the probe uses an address again for five."""


def prepare(site):
    """Let Odoo know PostgreSQL by a name of which we say where it leads."""
    _write(site, RIGHT)
    environment = {
        "LD_PRELOAD": str(library(WRAPPER)),
        "NSS_WRAPPER_HOSTS": str(_hosts(site)),
    }
    site.restart(environment=environment, options={"db_host": NAME})


def clean(site):
    site.restart(options={"db_host": RIGHT})


def inject(site):
    """Let everybody forget the right address, and then need a new connection."""
    _write(site, WRONG)
    time.sleep(FORGOTTEN)
    site.link.cut()


def repair(site, _kept):
    _write(site, RIGHT)


def _hosts(site):
    return site.instance.folder / "hosts"


def _write(site, address):
    _hosts(site).write_text(f"{address} {NAME}\n")


FAULT = Fault(
    title="a name that leads to the wrong machine",
    rule="database-unreachable",
    prepare=prepare,
    inject=inject,
    repair=repair,
    clean=clean,
    stored=False,
    health=503,
    ready=503,
    hides=True,
    alone=True,
    needs=needing(WRAPPER, "libnss-wrapper"),
)
