"""A view of a model that no code brings."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="a view of a lost model",
    rule="view-model-missing",
    subject=subject_of("ir.ui.view", "book_search"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column("ir_ui_view", "model", "book_search", "sandbox.journal"),
)
