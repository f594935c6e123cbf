"""A form shows a field that does not exist."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a form with a lost field",
    rule="view-field-missing",
    subject=subject_of("ir.ui.view", "book_form"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_form",
        '<field name="borrowed"/>',
        '<field name="borrowed"/><field name="shelf_id"/>',
    ),
)
