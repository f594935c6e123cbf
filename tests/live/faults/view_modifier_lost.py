"""A modifier names a field that does not exist."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a modifier naming a lost field",
    rule="view-field-missing",
    subject=subject_of("ir.ui.view", "book_form"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_form",
        'invisible="borrowed"',
        'invisible="lent_out"',
    ),
)
