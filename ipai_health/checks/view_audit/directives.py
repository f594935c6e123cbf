"""What stands in the directives of a template, and where the compiler finds them."""

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

SLOT = "0"
"""Stands for the content of a call: no expression, though it looks like one."""


WITH_DIRECTIVE = etree.XPath('descendant-or-self::*[@*[starts-with(name(), "t-")]]')


def living(arch):
    """Yield each element of ``arch`` that the compiler comes by and that carries a
    directive, with its attributes.
    """
    passed_by = set()
    for node in WITH_DIRECTIVE(arch):
        if node in passed_by:
            continue
        attributes = dict(node.items())
        if len(node) and _hides_content(attributes):
            passed_by.update(node.iterdescendants())
        yield node, attributes


def _hides_content(attributes):
    return "t-install" in attributes or (
        "t-set" in attributes and not VALUES.isdisjoint(attributes)
    )


def is_foreign(name):
    """Tell whether ``name`` is a directive that is not Odoo's own."""
    return name.startswith("t-") and name not in KNOWN and not name.startswith(PREFIXES)


def reader(name):
    """Return the function that finds the Python expressions in a value of the attribute
    ``name``; for one that is no directive, as beside a ``t-call``.
    """
    if not name.startswith("t-"):
        return formatted if name.endswith((".f", ".translate")) else _whole
    if name.startswith("t-attf-") or name in FORMATS:
        return formatted
    if name.startswith(("t-att-", "t-options-")):
        return _whole
    return _filled if name in EXPRESSIONS else READERS.get(name, _nothing)


def formatted(value):
    """Return the expressions in a format such as ``col-#{size}``."""
    if "{" not in value:
        return ()
    return [match.group(1) or match.group(2) for match in FORMAT_REGEX.finditer(value)]


def _whole(value):
    return (value,)


def _filled(value):
    return (value,) if value and value != SLOT else ()


def _nothing(_value):
    return ()


READERS = {
    "t-foreach": lambda value: () if value.isdigit() else (value,),
    "t-field": lambda value: (value.rpartition(".")[0],),
    "t-set": lambda value: (value,) if value.startswith("{") else (),
    "t-call": lambda value: () if value.isnumeric() else formatted(value),
}
"""Finds the expressions in directives that hold more than one."""
