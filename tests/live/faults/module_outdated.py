"""The code is newer than the database."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="code newer than the database",
    rule="module-outdated",
    subject=lambda site: "sandbox_bookcase",
    stored=True,
    health=200,
    ready=200,
    **breaking_file("__manifest__.py", "19.0.1.0.0", "19.0.1.1.0"),
)
