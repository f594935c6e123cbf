"""A column has another type than its field."""

from sandbox.faults.fault import Fault

from ._book import saying

FAULT = Fault(
    title="a column of another type",
    rule="field-type-mismatch",
    subject=lambda site: "sandbox.book.pages",
    stored=True,
    health=200,
    ready=200,
    **saying(
        "ALTER TABLE sandbox_book ALTER pages TYPE varchar",
        "ALTER TABLE sandbox_book ALTER pages TYPE integer USING pages::integer",
    ),
)
