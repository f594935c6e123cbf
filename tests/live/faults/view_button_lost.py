"""A button calls a method that does not exist."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a button without its method",
    rule="view-invalid",
    subject=subject_of("ir.ui.view", "book_form"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_form",
        'name="action_borrow"',
        'name="action_lend"',
    ),
)
