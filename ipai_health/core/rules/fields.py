"""Rules of the check that compares the registry with the database's tables."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, Rule
from ..severity import CRITICAL, WARNING
from ..text import _

_CHECK = ("fields",)
_UPGRADE = _(
    "Upgrade the module that brings the field: "
    "odoo -d DATABASE -u MODULE --stop-after-init."
)

RULES = (
    Rule(
        code="field-column-missing",
        title=_("A stored field has no column"),
        why=_("Every read of the model fails with an error 500."),
        fix=_UPGRADE,
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="field-table-missing",
        title=_("A model or a relation has no table"),
        why=_("Every read of the model, or of the relation, fails with an error 500."),
        fix=_UPGRADE,
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
    ),
    Rule(
        code="field-type-mismatch",
        title=_("A column has another type than its field"),
        why=_("Values are refused or come back as something else."),
        fix=_UPGRADE,
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="field-model-missing",
        title=_("A field points at a model that is gone"),
        why=_("Pages that show the field fail."),
        fix=_(
            "Put back the module that brought the model, or remove the field that "
            "points at it."
        ),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
)
