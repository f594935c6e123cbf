"""An action opens a model that no code brings."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="an action on a lost model",
    rule="action-model-missing",
    subject=subject_of("ir.actions.act_window", "action_book"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column("ir_act_window", "res_model", "action_book", "sandbox.journal"),
)
