"""A manifest is no Python any more."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="a manifest that cannot be read",
    rule="module-uninstallable",
    subject=lambda site: "sandbox_bookcase",
    stored=True,
    health=503,
    ready=200,
    **breaking_file(
        "__manifest__.py", '"license": "LGPL-3",', '"license": "LGPL-3" "author",,'
    ),
)
