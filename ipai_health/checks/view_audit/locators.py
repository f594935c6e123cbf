"""What Odoo demands of the locators of an extension, beyond that they find a node."""

import re

from lxml import etree

from odoo.addons.base.models.ir_ui_view import TRANSLATED_ATTRS, TRANSLATED_ATTRS_RE

from .faults import INHERITANCE_BROKEN, Blamed, Fault, _lt, digest

SPEC = re.compile(r"<[^<]*\bposition\s*=[^<]*")
WORDED = "|".join(TRANSLATED_ATTRS)
SUSPECT = re.compile(rf"@(?:{WORDED})\b|\s(?:{WORDED})\s*=")


def faulty_locators(view):
    """Return the locators of ``view`` that select by a translated attribute, which
    is not there in another language.
    """
    text = view.arch or ""
    if not any(SUSPECT.search(spec) for spec in SPEC.findall(text)):
        return []
    try:
        arch = etree.fromstring(text)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [
        Blamed(_fault(node, attribute), view.id, node.sourceline)
        for node in arch.xpath("//*[@position]")
        for attribute in _translated(node)
    ]


def _translated(node):
    if node.tag == "xpath":
        match = TRANSLATED_ATTRS_RE.search(node.get("expr", ""))
        return [match.group(1)] if match else []
    return [attribute for attribute in TRANSLATED_ATTRS if node.get(attribute)]


def _fault(node, attribute):
    text = _lt(
        "a locator <%(tag)s> selects by the translated attribute “%(attribute)s”",
        tag=node.tag,
        attribute=attribute,
    )
    key = f"{node.tag} {attribute} {sorted(node.items())}"
    return Fault(INHERITANCE_BROKEN, digest(key), text, attribute=attribute)
