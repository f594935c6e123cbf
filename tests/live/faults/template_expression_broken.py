"""A condition in a template is no expression."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a template with a broken expression",
    rule="template-broken",
    subject=subject_of("ir.ui.view", "catalogue"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "catalogue",
        't-if="1 == 1"',
        't-if="1 =="',
    ),
)
