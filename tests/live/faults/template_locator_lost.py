"""A template's extension finds nothing any more."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="a template extension that finds nothing",
    rule="view-inheritance-broken",
    subject=subject_of("ir.ui.view", "catalogue_note"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "catalogue_note",
        "hasclass('sandbox_catalogue')",
        "hasclass('sandbox_gone')",
    ),
)
