"""The part of the judge that looks at attributes: expressions, domains, contexts.

What a text holds is worked out once for all views.
"""

from odoo.tools.view_validation import (
    get_domain_value_names,
    get_expression_field_names,
)

from .faults import _lt, invalid
from .path_judge import PathJudge
from .precedents import Demands

TRIVIAL = frozenset(("0", "1", "false", "true"))


class AttributeJudge(PathJudge):
    """Validates attributes as Odoo does, but notes every fault and goes on."""

    __slots__ = ()

    def _judge_attributes(self, node, names, info):
        """Judge each attribute once for all views: what a sound one demands of the
        view that it stands in, it demands wherever it is met.
        """
        if not self._judges_singly:
            self._judge_attributes_together(node, names, info)
            return
        known = self._docket.knowledge.attributes[info["view_type"]]
        for name, value in node.items():
            values = known[name]
            if values is None:
                continue
            if value not in values:
                values[value] = self._rehearse(node, name, value, info)
            demands = values[value]
            if demands is None:
                self._judge_attribute(node, name, value, names, info)
                continue
            for wanted, use in demands:
                names.must_have_fields(node, wanted, None, use)

    def _rehearse(self, node, name, value, info):
        """Return what the attribute demands of any view, ``None`` if it must be judged
        in each: it is faulty, or the model decides.
        """
        faults = self._docket.faults
        before = len(faults)
        demands = Demands()
        try:
            self._validate_attributes(_alone(node, name, value), demands, info)
        except Exception:  # noqa: BLE001  judged again where it stands, noted there
            return None
        if len(faults) > before:
            del faults[before:]
            return None
        return demands

    def _judge_attribute(self, node, name, value, names, info):
        alone = _alone(node, name, value)
        self._guarded(alone, names, self._validate_attributes, alone, names, info)

    def _judge_attributes_together(self, node, names, info):
        """Judge as an addon wants that has changed how; if it rejects anything, one
        by one.
        """
        try:
            self._validate_attributes(node, names, info)
        except Exception:  # noqa: BLE001  repeated one by one, and noted there
            for name, value in node.items():
                self._judge_attribute(node, name, value, names, info)

    def _validate_qweb_directive(self, node, directive, view_type):
        sound = self._docket.knowledge.sound_directives
        if (directive, view_type) in sound:
            return
        super()._validate_qweb_directive(node, directive, view_type)
        sound.add((directive, view_type))

    def _validate_expression(self, node, names, py_expression, use, node_info):
        if py_expression.lower() in TRIVIAL:
            return
        known = self._docket.knowledge.expressions
        if py_expression not in known:
            try:
                known[py_expression] = get_expression_field_names(py_expression)
            except (SyntaxError, ValueError, AttributeError) as error:
                known[py_expression] = error
        self._note_names(node, names, known[py_expression], py_expression, use)

    def _note_names(self, node, names, found, text, use):
        if isinstance(found, Exception):
            message = _lt(
                "%(use)s is no valid expression: “%(text)s” (%(error)s)",
                use=use,
                text=text,
                error=found,
            )
            fault = invalid(message, attribute=_attribute_equal(node, text))
            self._docket.add(fault, node)
            return
        names.must_have_fields(node, found, None, f"{use} ({text})")

    def _validate_domain_identifiers(
        self, node, names, domain, use, target_model, node_info
    ):
        known = self._docket.knowledge.domains
        if domain not in known:
            try:
                known[domain] = get_domain_value_names(domain)
            except (SyntaxError, ValueError, AttributeError) as error:
                known[domain] = error
        found = known[domain]
        if isinstance(found, Exception):
            self._note_names(node, names, found, domain, use)
            return
        field_names, value_names = found
        self._check_field_paths(node, field_names, target_model, f"{use} ({domain})")
        names.must_have_fields(node, value_names, None, f"{use} ({domain})")


def _alone(node, name, value):
    """Return a copy of ``node`` with no other attribute."""
    alone = node.makeelement(node.tag, {name: value})
    alone.sourceline = node.sourceline or 0
    return alone


def _attribute_equal(node, text):
    for attribute, value in node.attrib.items():
        if value == text:
            return attribute
    return None
