"""A search filter's domain names a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a search filter on a lost field",
    rule="view-field-missing",
    subject=subject_of("ir.ui.view", "book_search"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_search",
        "('pages'",
        "('sheets'",
    ),
)
