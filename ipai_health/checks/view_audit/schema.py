"""Odoo's RelaxNG grammars of views, faster, and told by the node instead of logged."""

import copy
import re
from functools import cache

from lxml import etree

from odoo.tools import file_open, view_validation

from .faults import _lt, invalid

OBSOLETE = ("attrs", "states")
WITH_OBSOLETE = etree.XPath("descendant-or-self::*[@attrs or @states]")

LOOSE = frozenset(("calendar", "list", "search"))
"""Views whose grammar takes any children in any order: each child can be judged by
itself. The grammar of lists tries so many ways that a long one takes 0.3 s, that of
calendars 10 ms for ten fields.
"""

TELLING = ("Invalid attribute", "Did not expect", "Expecting an element", "Element")
"""How libxml2's messages begin, the most helpful first."""

ATTRIBUTE = re.compile(r"Invalid attribute (\S+) for element|attribute (\S+) ")


def judge_schema(view, arch, docket):
    """Note in ``docket`` what Odoo's grammars and other predicates reject in the
    validated ``arch``: the part of ``_check_xml`` that follows ``_validate_view``.
    """
    for node in WITH_OBSOLETE(arch):
        for attribute in OBSOLETE:
            if attribute not in node.attrib:
                continue
            text = _lt("the attribute “%s” is no longer used since Odoo 17", attribute)
            docket.add(invalid(text, attribute=attribute), node)
    for part in arch if arch.tag == "data" else [arch]:
        for predicate in view_validation._validators.get(part.tag, ()):
            if predicate is view_validation.schema_valid:
                _judge_grammar(part, docket)
            elif not predicate(part, env=view.env, model=view.model):
                reason = (predicate.__doc__ or predicate.__name__).strip()
                docket.add(invalid(reason, structural=True), part)


def _judge_grammar(arch, docket):
    if arch.tag in LOOSE:
        _judge_loosely(arch, docket)
    else:
        _judge_whole(arch, docket)


def _judge_loosely(arch, docket):
    """Judge the root and each shape of child once for all views."""
    sound = docket.knowledge.sound_shapes[arch.tag]
    shell = arch.makeelement(arch.tag, arch.attrib)
    shell.sourceline = arch.sourceline or 0
    shell.text = arch.text
    doubtful = []
    if _attributes(arch) not in sound or (arch.text or "").strip():
        doubtful.append((_attributes(arch), shell))
    for child in arch:
        shape = _shape(child)
        if shape not in sound:
            holder = etree.Element(arch.tag)
            holder.append(copy.deepcopy(child))
            doubtful.append((shape, holder))
    for shape, holder in doubtful:
        if _judge_whole(holder, docket):
            sound.add(shape)


def _attributes(node):
    fixed = fixed_attributes()
    return tuple(
        sorted((name, value if name in fixed else "") for name, value in node.items())
    )


def _shape(node):
    """Return all that a grammar can see of ``node``."""
    if not isinstance(node.tag, str):
        return bool((node.tail or "").strip())
    has_text = bool((node.text or "").strip())
    has_tail = bool((node.tail or "").strip())
    children = tuple(map(_shape, node)) if len(node) else ()
    return node.tag, _attributes(node), children, has_text, has_tail


@cache
def fixed_attributes():
    """Return the attributes whose values, not only names, the grammars look at."""
    names = set()
    for file_name in ("common", *(f"{tag}_view" for tag in LOOSE)):
        with file_open(f"base/rng/{file_name}.rng", "rb") as file:
            grammar = etree.parse(file)
        names.update(
            grammar.xpath(
                "//r:attribute[.//r:value or .//r:data]/@name",
                namespaces={"r": "http://relaxng.org/ns/structure/1.0"},
            )
        )
    return frozenset(names)


def _judge_whole(arch, docket):
    """Note what the grammar rejects in ``arch``; tell whether it accepts it."""
    validator = view_validation.relaxng(arch.tag)
    if validator is None or validator.validate(arch):
        return True
    error = min(validator.error_log, key=_vagueness)
    match = ATTRIBUTE.match(error.message)
    attribute = match and (match.group(1) or match.group(2))
    fault = invalid(error.message, attribute=attribute, structural=not attribute)
    docket.add(fault, None)
    fault.ordinal = error.line
    return False


def _vagueness(error):
    """Return a number that is small for what helps a person most: libxml2 tells of
    one error in several ways.
    """
    for vagueness, beginning in enumerate(TELLING):
        if error.message.startswith(beginning):
            return vagueness
    return len(TELLING)
