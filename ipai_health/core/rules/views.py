"""Rules of the check that looks at views and templates."""

from __future__ import annotations

from ..rule import BROKEN, Rule
from ..severity import WARNING
from ..text import _

_CHECK = ("views",)

RULES = (
    Rule(
        code="view-field-missing",
        title=_("A view names a field that does not exist"),
        why=_("Opening the page fails in the browser."),
        fix=_(
            "Upgrade the module that owns the view, correct the view, or disable the "
            "extension that brings the field."
        ),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="view-model-missing",
        title=_("A view belongs to a model that does not exist"),
        why=_("Whatever opens the view fails."),
        fix=_("Upgrade the module that owns the model, or remove the view."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="view-inheritance-broken",
        title=_("An extension does not fit the view it extends"),
        why=_("The view, with all its other extensions, cannot be shown."),
        fix=_(
            "Correct the locator of the extension, upgrade its module, or disable the "
            "extension."
        ),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="view-invalid",
        title=_("A view is not valid"),
        why=_("Odoo refuses it at the next upgrade, and the page may fail."),
        fix=_("Correct the view as the message says, or upgrade its module."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="template-broken",
        title=_("A template cannot be rendered"),
        why=_("Pages that use it answer 500."),
        fix=_("Correct the template as the message says, or upgrade its module."),
        severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
    ),
)
