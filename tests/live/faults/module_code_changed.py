"""The code is not what the database was upgraded with."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="changed code without an upgrade",
    rule="module-code-changed",
    subject=lambda site: "sandbox_bookcase",
    stored=True,
    health=200,
    ready=200,
    **breaking_file(
        "models/book.py", "self.borrowed = True", "self.borrowed = bool(self)"
    ),
)
