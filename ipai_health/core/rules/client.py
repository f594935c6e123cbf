"""The rule of the check that hears of errors in users' browsers."""

from __future__ import annotations

from ..rule import BROKEN, Rule
from ..severity import WARNING
from ..text import _

ERROR = "client-js-error"

RULES = (
    Rule(
        code=ERROR,
        title=_("The web client fails in users' browsers"),
        why=_("A page stays blank or stops answering for the people who open it."),
        fix=_(
            "Open the record that the finding names: correct or disable that view, or "
            "upgrade the module whose script fails."
        ),
        severity=WARNING,
        impact=BROKEN,
        checks=("client",),
    ),
)
