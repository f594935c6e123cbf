"""Odoo's RelaxNG grammars of views, with every error instead of a line in the log."""

from odoo.tools import view_validation

from .faults import invalid

OBSOLETE = ("attrs", "states")

TELLING = ("Invalid attribute", "Did not expect", "Expecting an element", "Element")
"""How libxml2's messages begin, the most helpful first."""


def judge_schema(view, arch, docket):
    """Note in ``docket`` what Odoo's grammars and other predicates reject in the
    validated ``arch``: the part of ``_check_xml`` that follows ``_validate_view``.
    """
    for attribute in OBSOLETE:
        for node in arch.xpath(f"//*[@{attribute}]"):
            text = f"the attribute “{attribute}” is no longer used since Odoo 17"
            docket.add(invalid(text, attribute=attribute), node)
    for part in arch if arch.tag == "data" else [arch]:
        for predicate in view_validation._validators.get(part.tag, ()):
            if predicate is view_validation.schema_valid:
                _judge_grammar(part, docket)
            elif not predicate(part, env=view.env, model=view.model):
                reason = (predicate.__doc__ or predicate.__name__).strip()
                docket.add(invalid(reason, structural=True), part)


def _judge_grammar(arch, docket):
    validator = view_validation.relaxng(arch.tag)
    if validator is None or validator.validate(arch):
        return
    error = min(validator.error_log, key=_vagueness)
    fault = invalid(error.message, structural=True)
    docket.add(fault, None)
    fault.ordinal = error.line


def _vagueness(error):
    """Return a number that is small for what helps a person most: libxml2 tells of
    one error in several ways.
    """
    for vagueness, beginning in enumerate(TELLING):
        if error.message.startswith(beginning):
            return vagueness
    return len(TELLING)
