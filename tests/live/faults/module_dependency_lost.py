"""A module needs one that the database does not have."""

from sandbox.faults.fault import Fault

from ._book import breaking_file

FAULT = Fault(
    title="a module whose dependency is missing",
    rule="module-dependency-missing",
    subject=lambda site: "sandbox_bookcase:sandbox_ladder",
    stored=True,
    health=503,
    ready=200,
    **breaking_file(
        "__manifest__.py", '"sandbox_shelf"]', '"sandbox_shelf", "sandbox_ladder"]'
    ),
)
