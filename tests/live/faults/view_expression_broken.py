"""A modifier is no expression."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a modifier that is no expression",
    rule="view-invalid",
    subject=subject_of("ir.ui.view", "book_form"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_form",
        'invisible="borrowed"',
        'invisible="borrowed =="',
    ),
)
