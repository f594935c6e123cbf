"""A manifest says that its module cannot be installed."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="an installed module that says it is not installable",
    rule="module-uninstallable",
    subject=lambda site: "sandbox_bookcase",
    stored=True,
    health=503,
    ready=200,
    **breaking_file("__manifest__.py", '"installable": True', '"installable": False'),
)
