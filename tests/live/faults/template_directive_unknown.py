"""A template has a loop without a name."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a loop without a name",
    rule="template-broken",
    subject=subject_of("ir.ui.view", "catalogue"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "catalogue",
        't-if="1 == 1"',
        't-foreach="[1, 2]"',
    ),
)
