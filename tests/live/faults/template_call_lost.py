"""A template calls one that does not exist."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a call of a lost template",
    rule="template-broken",
    subject=subject_of("ir.ui.view", "catalogue"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "catalogue",
        't-call="sandbox_bookcase.cover"',
        't-call="sandbox_bookcase.jacket"',
    ),
)
