"""A search filter groups by a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="grouping by a lost field",
    rule="view-field-missing",
    subject=subject_of("ir.ui.view", "book_search"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_search",
        "'group_by': 'author_id'",
        "'group_by': 'writer_id'",
    ),
)
