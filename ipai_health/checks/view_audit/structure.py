"""Where directives may stand: each rule tells whether a node is suspect.

The compiler may then refuse it, so a template with such a node is put before it.
"""

import re

from lxml import etree

from .directives import SLOT, SNIPPETS, VALUES

CONTENT = frozenset(("t-out", "t-esc", "t-raw", "t-field"))
CONDITIONS = frozenset(("t-if", "t-elif"))

WITHOUT_FIELD = frozenset(
    [
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "t",
    ]
)
"""Elements on which the compiler takes no ``t-field``."""

VARIABLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")


def _loose_else(node, attributes):
    if "t-else" not in attributes and "t-elif" not in attributes:
        return False
    before = node.getprevious()
    while before is not None and before.tag is etree.Comment:
        before = before.getprevious()
    if before is None or CONDITIONS.isdisjoint(before.attrib):
        return True
    return bool((before.tail or "").strip())


def _loose_loop(node, attributes):
    name = attributes.get("t-as")
    if "t-foreach" not in attributes:
        return name is not None
    return not (name and VARIABLE.match(name))


def _blank_condition(node, attributes):
    return any(attributes.get(name, "").isspace() for name in CONDITIONS)


def _bad_variable(node, attributes):
    name = attributes.get("t-set")
    if name is None:
        return False
    valued = not VALUES.isdisjoint(attributes)
    if valued and (name == SLOT or not CONTENT.isdisjoint(attributes)):
        return True
    plain = VARIABLE.match(name) and "__" not in name
    return not (plain or name == SLOT or name.startswith("{"))


def _misplaced_field(node, attributes):
    value = attributes.get("t-field")
    return value is not None and (node.tag in WITHOUT_FIELD or "." not in value)


def _misplaced_call(node, attributes):
    if "t-call" in attributes:
        return not attributes["t-call"] or etree.QName(node).localname != "t"
    return "t-lang" in attributes and SNIPPETS.isdisjoint(attributes)


def _filled_assets(node, attributes):
    return "t-call-assets" in attributes and len(node) > 0


RULES = {
    "t-else": (_loose_else,),
    "t-elif": (_loose_else, _blank_condition),
    "t-if": (_blank_condition,),
    "t-foreach": (_loose_loop,),
    "t-as": (_loose_loop,),
    "t-set": (_bad_variable,),
    "t-field": (_misplaced_field,),
    "t-call": (_misplaced_call,),
    "t-lang": (_misplaced_call,),
    "t-call-assets": (_filled_assets,),
}
"""By the directive that a node must have to be suspect for it."""
