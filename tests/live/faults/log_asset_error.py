"""The log tells of a bundle that is not there."""

from sandbox.faults.fault import Fault

from ._node import logged

LINE = "2026-11-23 10:00:00,000 77 ERROR demo odoo.sandbox: KeyError: 'web.assets_lost'"

FAULT = Fault(
    title="a lost bundle in the log",
    rule="log-asset-error",
    **logged(LINE),
)
