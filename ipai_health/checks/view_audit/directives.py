"""What stands in the directives of a template's node, and where they may stand.

``expressions`` finds the Python in them; the rules of ``STRUCTURE`` tell whether the
compiler may refuse a node for another reason. They suspect, the compiler decides.
"""

import re

from lxml import etree

from odoo.tools.translate import FORMAT_REGEX

EXPRESSIONS = frozenset(
    [
        "t-if",
        "t-elif",
        "t-out",
        "t-esc",
        "t-raw",
        "t-value",
        "t-att",
        "t-options",
        "t-args",
        "t-lang",
        "t-placeholder",
    ]
)
FORMATS = frozenset(("t-valuef", "t-valuef.translate"))
VALUES = FORMATS | {"t-value"}
CONTENT = frozenset(("t-out", "t-esc", "t-raw", "t-field"))
CONDITIONS = frozenset(("t-if", "t-elif"))
SNIPPETS = frozenset(("t-snippet", "t-snippet-call"))
OTHERS = frozenset(
    [
        "t-else",
        "t-call",
        "t-as",
        "t-foreach",
        "t-set",
        "t-field",
        "t-groups",
        "t-translation",
        "t-ignore",
        "t-title",
        "t-name",
        "t-call-assets",
        "t-js",
        "t-css",
        "t-autoprefix",
        "t-debug",
        "t-install",
        "t-tag",
        "t-thumbnail",
        "t-image-preview",
        "t-forbid-sanitize",
        "t-grid-column-span",
    ]
)
KNOWN = EXPRESSIONS | FORMATS | SNIPPETS | OTHERS
PREFIXES = ("t-att-", "t-attf-", "t-options-")

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
SLOT = "0"
"""Stands for the content of a call: no expression, though it looks like one."""


def living(arch):
    """Yield each element of ``arch`` that the compiler comes by and that carries a
    directive, with its attributes.
    """
    stack = [arch]
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str):
            continue
        attributes = dict(node.attrib)
        for name in attributes:
            if name.startswith("t-"):
                yield node, attributes
                break
        if "t-set" in attributes and not VALUES.isdisjoint(attributes):
            continue
        if "t-install" not in attributes:
            stack.extend(reversed(node))


def is_foreign(name):
    """Tell whether ``name`` is a directive that is not Odoo's own."""
    return name.startswith("t-") and name not in KNOWN and not name.startswith(PREFIXES)


def expressions(name, value, called):
    """Return the Python expressions that the attribute holds.

    :param called: whether the attribute stands beside a ``t-call``
    """
    if not name.startswith("t-"):
        if not called:
            return ()
        return formatted(value) if name.endswith((".f", ".translate")) else (value,)
    if name in EXPRESSIONS:
        return (value,) if value and value != SLOT else ()
    if name.startswith(("t-att-", "t-options-")):
        return (value,)
    if name.startswith("t-attf-") or name in FORMATS:
        return formatted(value)
    if name == "t-foreach":
        return () if value.isdigit() else (value,)
    if name == "t-field":
        return (value.rpartition(".")[0],)
    if name == "t-set":
        return (value,) if value.startswith("{") else ()
    if name == "t-call":
        return () if value.isnumeric() else formatted(value)
    return ()


def formatted(value):
    """Return the expressions in a format such as ``col-#{size}``."""
    if "{" not in value:
        return ()
    return [match.group(1) or match.group(2) for match in FORMAT_REGEX.finditer(value)]


# -- rules: each tells whether a node is suspect


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


STRUCTURE = (
    _loose_else,
    _loose_loop,
    _blank_condition,
    _bad_variable,
    _misplaced_field,
    _misplaced_call,
    _filled_assets,
)
