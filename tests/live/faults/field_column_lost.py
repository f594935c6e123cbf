"""A stored field has no column."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a field without a column",
    rule="field-column-missing",
    subject=lambda site: "sandbox.book.pages",
    stored=True,
    health=503,
    ready=200,
    **saying(
        "ALTER TABLE sandbox_book RENAME COLUMN pages TO pages_kept",
        "ALTER TABLE sandbox_book RENAME COLUMN pages_kept TO pages",
    ),
)
