"""An action's domain names a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="an action filtering by a lost field",
    rule="action-field-missing",
    subject=subject_of("ir.actions.act_window", "action_book", ":sheets"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column(
        "ir_act_window", "domain", "action_book", "[('sheets', '>=', 0)]"
    ),
)
