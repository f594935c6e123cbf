"""Rules about how odoo.conf is written."""

from __future__ import annotations

from ..rule import BROKEN, NOTICE, Rule
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("config",)
_GATE = ("config",)

RULES = (
    Rule(
        code="config-unloadable",
        title=_("Odoo refuses the configuration file"),
        why=_("Odoo stops with an error before it listens."),
        fix=_("Correct the line that the message names."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="option-invalid",
        title=_("An option has a value that Odoo cannot read"),
        why=_("Odoo stops with an error before it listens, or misreads the value."),
        fix=_("Give the option a value of its type."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="inline-comment",
        title=_("A comment stands behind a value"),
        why=_(
            "Odoo keeps it as part of the value: a database, a host or a pattern of "
            "that odd name, or a refusal to start."
        ),
        fix=_("Put the comment on a line of its own."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="option-unknown",
        title=_("Odoo does not know an option"),
        why=_("Whatever it was meant to do does not happen."),
        fix=_("Correct the name, or remove the line."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="option-renamed",
        title=_("An option has another name in this series"),
        why=_("Under its old name it does nothing, or soon will not."),
        fix=_("Use the new name."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="placeholder-unexpanded",
        title=_("A placeholder was never filled in"),
        why=_("Odoo does not expand it and takes it literally."),
        fix=_("Expand the file before Odoo reads it, or write the value."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="section-unknown",
        title=_("A section that Odoo does not read"),
        why=_("Odoo reads [options] only; what stands elsewhere has no effect."),
        fix=_("Move the options to [options], or remove the section."),
        severity=INFO,
        impact=NOTICE,
        gates=_GATE,
    ),
)
