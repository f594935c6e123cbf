"""A list holds what a list cannot hold."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a list with a wrong attribute",
    rule="view-invalid",
    subject=subject_of("ir.ui.view", "book_list"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_list",
        'decoration-muted="borrowed"',
        'decoration-dimmed="borrowed"',
    ),
)
