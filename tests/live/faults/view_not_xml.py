"""A view's arch is not XML any more."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="an arch that is not XML",
    rule="view-invalid",
    subject=subject_of("ir.ui.view", "book_list"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_list",
        "</list>",
        "</lost>",
    ),
)
