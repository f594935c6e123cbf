"""Judges QWeb templates: what does not compile, and calls that lead nowhere.

Compiling every template takes ten seconds. So each node is looked at for what could
make the compiler refuse it, and only a template with such a node is compiled.
"""

import copy

from lxml import etree

from .directives import STRUCTURE, expressions, is_foreign, living
from .expressions import Expressions
from .faults import TEMPLATE_BROKEN, Fault, _lt, digest


class TemplateJudge:
    """Looks at the combined archs of templates.

    :param qweb: ``ir.qweb``
    :param calls: answers what is wrong with the target of a call
    """

    def __init__(self, qweb, calls):
        self.qweb = qweb
        self.calls = calls
        self.expressions = Expressions(qweb._compile_expr)
        self.call_attributes = tuple(qweb._get_preload_attribute_xmlids())

    def judge(self, arch, docket):
        """Note in ``docket`` every fault of the template ``arch``."""
        faults = []
        in_doubt = False
        for node, attributes in living(arch):
            for fault in self._lost_calls(attributes):
                docket.add(fault, node)
            faults += [(node, fault) for fault in self._expression_faults(attributes)]
            in_doubt = in_doubt or self._is_in_doubt(node, attributes)
        if not faults and not in_doubt:
            return
        refusal = self._refusal(arch)
        if refusal is not None:
            for node, fault in faults or [refusal]:
                docket.add(fault, node)

    def _lost_calls(self, attributes):
        for name in self.call_attributes:
            target = attributes.get(name)
            if target is not None and (trouble := self.calls.trouble(target)):
                yield _fault(name, target, trouble)

    def _expression_faults(self, attributes):
        called = "t-call" in attributes
        for name, value in attributes.items():
            for expression in expressions(name, value, called):
                if trouble := self.expressions.trouble(expression):
                    text = _lt(
                        "%(attribute)s=“%(value)s” does not compile: %(reason)s",
                        attribute=name,
                        value=value,
                        reason=trouble,
                    )
                    yield _fault(name, value, text)

    def _is_in_doubt(self, node, attributes):
        """Tell whether only the compiler knows what to make of ``node``."""
        return any(rule(node, attributes) for rule in STRUCTURE) or any(
            is_foreign(name) and self._is_compiled(name) for name in attributes
        )

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
