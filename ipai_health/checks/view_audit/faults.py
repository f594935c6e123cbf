"""What is wrong with a view, before and after somebody is blamed for it."""

import hashlib
from dataclasses import dataclass

from odoo.tools.translate import LazyTranslate

from ...core.rules.anywhere import CRASHED

FIELD_MISSING = "view-field-missing"
MODEL_MISSING = "view-model-missing"
INHERITANCE_BROKEN = "view-inheritance-broken"
INVALID = "view-invalid"
TEMPLATE_BROKEN = "template-broken"


_lt = LazyTranslate(__name__, default_lang="en_US")
"""Marks the words about a fault; the modules beside this one take it from here."""


@dataclass
class Fault:
    """One fault in a combined arch.

    ``detail`` tells it from other faults of the same rule in the same view and stays
    the same from look to look. ``text`` is a clause for a person. ``ordinal`` is the
    source line of the node it was met at, ``attribute`` the attribute that holds it
    and ``token`` the word in there that is wrong. A ``structural`` fault lies in how
    nodes stand to each other, so the node it was met at need not be the guilty one.
    """

    rule: str
    detail: str
    text: str
    ordinal: int | None = None
    attribute: str | None = None
    token: str | None = None
    structural: bool = False

    def __post_init__(self):
        self.text = str(self.text)

    @property
    def key(self):
        """Return what stays the same when the arch around the fault changes."""
        return self.rule, self.detail


@dataclass
class Blamed:
    """A fault and the view whose own arch brings it, with the line in that arch."""

    fault: Fault
    view_id: int
    line: int | None = None
    lang: str | None = None
    website_id: int | None = None

    @property
    def key(self):
        """Return what makes it the same problem, in whichever root it is met."""
        return self.view_id, *self.fault.key

    @property
    def place(self):
        """Return where it stands, in words that are the same for every model that a
        root is shown with.
        """
        fault = self.fault
        return self.view_id, fault.rule, fault.token or fault.detail


def digest(text):
    """Return eight hexadecimal digits that stand for ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def field_missing(model, name, text, **where):
    """Return the fault of naming a field ``name`` that ``model`` does not have."""
    return Fault(FIELD_MISSING, f"{model}.{name}", text, token=name, **where)


def unseen(error):
    """Return that a view could not be looked at: our own code raised ``error``."""
    reason = f"{type(error).__name__}: {error}"
    return Fault(CRASHED, digest(reason), _lt("it could not be looked at: %s", reason))


def invalid(text, **where):
    """Return the fault that ``text``, the words of Odoo's validator, describes."""
    return Fault(INVALID, digest(str(text)), text, **where)
