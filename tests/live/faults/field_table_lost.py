"""A model has no table."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a model without a table",
    rule="field-table-missing",
    subject=lambda site: "sandbox.book",
    stored=True,
    health=503,
    ready=200,
    **saying(
        "ALTER TABLE sandbox_book RENAME TO sandbox_book_kept",
        "ALTER TABLE sandbox_book_kept RENAME TO sandbox_book",
    ),
)
