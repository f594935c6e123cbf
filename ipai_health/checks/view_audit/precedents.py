"""What is true of an attribute in every view, so that it is judged once for all."""

from odoo.addons.base.models import ir_ui_view

JUDGED = frozenset((*ir_ui_view.VIEW_MODIFIERS, "context", "col", "colspan"))
PREFIXES = ("t-", "decoration-", "data-")
"""Attributes that Odoo can reject; about all others, classes too, it only logs."""

JUDGING = (
    "_validate_attributes",
    "_validate_classes",
    "_validate_fa_class_accessibility",
    "_validate_qweb_directive",
)
"""Odoo's methods about attributes; they reject one for nothing that others hold."""


class Attributes(dict):
    """By the name of an attribute: its values and what each demands of a view, as
    :class:`Demands` or ``None`` for what must be judged in each; no values at all
    (``None``) for an attribute that Odoo does not judge.
    """

    def __missing__(self, name):
        judged = name in JUDGED or name.startswith(PREFIXES)
        self[name] = {} if judged else None
        return self[name]


class Demands(list):
    """Stands in for the names of a view and keeps what is demanded of them.

    It has no model, on purpose: an attribute that asks for one, such as a context that
    groups, fails here and is judged in each view.
    """

    def must_have_fields(self, _node, names, _info, use):
        """Keep the demand, if there is any name in it."""
        if names:
            self.append((names, use))
