"""Judges QWeb templates: what does not compile, and calls that lead nowhere.

Compiling every template takes ten seconds. So each node is looked at for what could
make the compiler refuse it, and only a template with such a node is compiled.
"""

import copy
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from lxml import etree

from .directives import is_foreign, living, reader
from .expressions import Expressions
from .faults import TEMPLATE_BROKEN, Fault, _lt, digest
from .structure import RULES


class Sense(NamedTuple):
    """What the compiler makes of an attribute of one name."""

    is_argument: bool
    is_call: bool
    is_in_doubt: bool
    read: Callable
    rules: tuple

    def suspects(self, node, attributes):
        """Tell whether only the compiler knows what to make of ``node``."""
        if self.is_in_doubt:
            return True
        return any(rule(node, attributes) for rule in self.rules)


class TemplateJudge:
    """Looks at the combined archs of templates.

    :param qweb: ``ir.qweb``
    :param calls: answers what is wrong with the target of a call
    """

    def __init__(self, qweb, calls):
        self.qweb = qweb
        self.calls = calls
        self.expressions = Expressions(qweb._compile_expr)
        self.call_attributes = frozenset(qweb._get_preload_attribute_xmlids())
        self.sense = cache(self._sense)

    def _sense(self, name):
        return Sense(
            is_argument=not name.startswith("t-"),
            is_call=name in self.call_attributes,
            is_in_doubt=is_foreign(name) and self._is_compiled(name),
            read=reader(name),
            rules=RULES.get(name, ()),
        )

    def judge(self, arch, docket):
        """Note in ``docket`` every fault of the template ``arch``."""
        faults = []
        in_doubt = False
        for node, attributes in living(arch):
            is_called = "t-call" in attributes
            for name, value in attributes.items():
                sense = self.sense(name)
                if sense.is_argument and not is_called:
                    continue
                if sense.is_call and (trouble := self.calls.trouble(value)):
                    docket.add(_fault(name, value, trouble), node)
                for expression in sense.read(value):
                    if trouble := self.expressions.trouble(expression):
                        faults.append((node, _expression_fault(name, value, trouble)))
                in_doubt = in_doubt or sense.suspects(node, attributes)
        if faults or in_doubt:
            refusal = self._refusal(arch)
            for node, fault in (faults or [refusal]) if refusal else ():
                docket.add(fault, node)

    def _is_compiled(self, name):
        method = name[2:].replace("-", "_")
        return hasattr(self.qweb, f"_compile_directive_{method}")

    def _refusal(self, arch):
        """Return the node the compiler stops at and why, ``None`` if it compiles."""
        place = [None, None, None]
        clone = copy.deepcopy(arch)
        clone.set("t-name", clone.get("t-name") or "audited")
        try:
            self.qweb.with_context(_qweb_error_path_xml=place)._generate_code(clone)
        except Exception as error:  # noqa: BLE001  the compiler raises of all kinds
            node = _node_at(arch, place[1])
            reason = f"{type(error).__name__}: {error}"
            text = _lt(
                "<%(tag)s> does not compile: %(reason)s", tag=node.tag, reason=reason
            )
            detail = digest(f"{reason} {sorted(node.items())}")
            return node, Fault(TEMPLATE_BROKEN, detail, text, structural=True)
        return None


def _expression_fault(attribute, value, reason):
    text = _lt(
        "%(attribute)s=“%(value)s” does not compile: %(reason)s",
        attribute=attribute,
        value=value,
        reason=reason,
    )
    return _fault(attribute, value, text)


def _fault(attribute, value, text):
    detail = digest(f"{attribute}={value}")
    return Fault(TEMPLATE_BROKEN, detail, text, attribute=attribute, token=value)


def _node_at(arch, path):
    """Return the node that the compiler names by ``path``, which has the prefixes of
    namespaces in it where a template writes another language than HTML.
    """
    if not path:
        return arch
    prefixes = {
        prefix: uri
        for node in arch.iter(etree.Element)
        for prefix, uri in node.nsmap.items()
        if prefix
    }
    found = etree.ElementTree(arch).xpath(path, namespaces=prefixes)
    return found[0] if found else arch
