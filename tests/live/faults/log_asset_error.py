"""The log tells of a bundle that is not there."""

from sandbox.faults.fault import Fault

from ._node import logging_line

LINE = "2026-11-23 10:00:00,000 77 ERROR demo odoo.sandbox: KeyError: 'web.assets_lost'"

FAULT = Fault(
    title="a lost bundle in the log",
    rule="log-asset-error",
    command=("--check", "log"),
    stored=False,
    health=200,
    ready=200,
    **logging_line(LINE),
)
