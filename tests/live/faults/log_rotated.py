"""The log was rotated: no fault."""

from sandbox.faults.fault import Fault

from ._node import log_of


def inject(site):
    old = log_of(site).with_suffix(".log.1")
    log_of(site).touch()
    log_of(site).rename(old)
    log_of(site).write_text("")
    return old


def repair(site, old):
    old.replace(log_of(site))


FAULT = Fault(
    title="a rotated log",
    rule="",
    command=("--check", "log"),
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
)
