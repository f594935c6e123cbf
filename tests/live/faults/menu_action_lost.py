"""A menu starts an action that is gone."""

from sandbox.faults.fault import Fault

from ._book import breaking_column, subject_of

FAULT = Fault(
    title="a menu without its action",
    rule="menu-action-missing",
    subject=subject_of("ir.ui.menu", "menu_book"),
    stored=True,
    health=200,
    ready=200,
    **breaking_column(
        "ir_ui_menu", "action", "menu_book", "ir.actions.act_window,999999"
    ),
)
