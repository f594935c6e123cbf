"""An extension's xpath finds nothing any more."""

from sandbox.faults.fault import Fault

from ._book import breaking_arch, subject_of

FAULT = Fault(
    title="an xpath that finds nothing",
    rule="view-inheritance-broken",
    subject=subject_of("ir.ui.view", "book_form_price"),
    stored=True,
    health=200,
    ready=200,
    **breaking_arch(
        "book_form_price",
        "//field[@name='pages']",
        "//field[@name='name']/../group[@name='gone']",
    ),
)
