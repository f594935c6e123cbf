"""The log was rotated: no fault."""

from sandbox.faults.fault import Fault

from ._node import log_of, name_log, unname_log


def inject(site):
    old = log_of(site).with_suffix(".log.1")
    name_log(site)
    log_of(site).rename(old)
    log_of(site).write_text("")
    return old


def repair(site, old):
    old.replace(log_of(site))
    unname_log(site)


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
