"""A many2many field has no table."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a relation without a table",
    rule="field-table-missing",
    subject=lambda site: "sandbox_book_reader",
    stored=True,
    health=503,
    ready=200,
    **saying(
        "ALTER TABLE sandbox_book_reader RENAME TO sandbox_reader_kept",
        "ALTER TABLE sandbox_reader_kept RENAME TO sandbox_book_reader",
    ),
)
