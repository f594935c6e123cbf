"""Rules of the check that follows actions, menus, filters, rules and defaults."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, Rule
from ..severity import WARNING
from ..text import _

_CHECK = ("references",)

RULES = (
    Rule(
        code="action-model-missing",
        title=_("An action works on a model that is gone"),
        why=_("Whoever starts the action gets an error."),
        fix=_(
            "Delete the action with its menus, or put back the module that brought the "
            "model."
        ),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="action-field-missing",
        title=_("An action names a field that is gone"),
        why=_("Whoever starts the action gets an error instead of records."),
        fix=_("Correct the domain, the context or the path of the action."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="menu-action-missing",
        title=_("A menu starts an action that is gone"),
        why=_("Whoever opens the menu gets an error."),
        fix=_("Give the menu another action, or archive it."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="filter-field-missing",
        title=_("A saved filter names a field or model that is gone"),
        why=_(
            "Whoever chooses the filter gets an error; a default one blocks the page."
        ),
        fix=_("Correct or delete the filter under Technical, User-defined Filters."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="rule-field-missing",
        title=_("A record rule names a field or model that is gone"),
        why=_("Everybody whom the rule binds gets an error on every record."),
        fix=_("Correct the domain of the rule, or archive it."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="default-field-missing",
        title=_("A default value is kept for a field that is gone"),
        why=_("The value has no effect, and may come back with a field of that name."),
        fix=_("Delete the default under Technical, User-defined Defaults."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
)
