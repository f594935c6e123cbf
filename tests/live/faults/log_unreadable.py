"""A folder stands where odoo.conf names the log."""

from sandbox.faults.fault import Fault

from ._node import log_of, name_log, unname_log


def inject(site):
    kept = log_of(site).with_suffix(".kept")
    name_log(site)
    log_of(site).rename(kept)
    log_of(site).mkdir()
    return kept


def repair(site, kept):
    log_of(site).rmdir()
    kept.rename(log_of(site))
    unname_log(site)


FAULT = Fault(
    title="a log that cannot be read",
    rule="log-unreadable",
    command=("--check", "log"),
    inject=inject,
    repair=repair,
    stored=False,
    health=200,
    ready=200,
)
