"""The part of the judge that looks at attributes: expressions, domains, contexts.

What a text holds is worked out once for all views.
"""

from odoo.tools.view_validation import (
    get_domain_value_names,
    get_expression_field_names,
)

from odoo.addons.base.models import ir_ui_view

from .faults import _lt, field_missing, invalid

MODIFIERS = frozenset(ir_ui_view.VIEW_MODIFIERS)
TRIVIAL = frozenset(("0", "1", "false", "true"))
JUDGED = frozenset(("context", "col", "colspan"))
CLASSES = frozenset(("class", "t-att-class", "t-attf-class"))


class Rejection(ValueError):
    """Odoo's validator rejects something, perhaps at a node."""

    def __init__(self, message, node):
        super().__init__(message)
        self.node = node


class AttributeJudge:
    """Validates attributes as Odoo does, but notes every fault and goes on."""

    __slots__ = ()

    def _may_matter(self, node):
        """Tell whether Odoo could reject an attribute of ``node``."""
        for attribute, value in node.attrib.items():
            if attribute in MODIFIERS:
                if value and value.lower() not in TRIVIAL:
                    return True
            elif attribute in CLASSES:
                if attribute != "class" or not self._is_odoos("_validate_classes"):
                    return True
            elif attribute in JUDGED or attribute.startswith(
                ("t-", "decoration-", "data-")
            ):
                return True
        return not self._is_odoos("_validate_attributes")

    def _quietly(self, node, names, info):
        """Validate all attributes at once; tell whether it came through."""
        try:
            self._validate_attributes(node, names, info)
        except Exception:  # noqa: BLE001  repeated one by one, and noted there
            return False
        return True

    def _judge_attributes_singly(self, node, names, info):
        for attribute, value in node.attrib.items():
            alone = node.makeelement(node.tag, {attribute: value})
            alone.sourceline = node.sourceline or 0
            self._guarded(alone, names, self._validate_attributes, alone, names, info)

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

    def _check_field_paths(self, node, field_paths, model_name, use):  # pylint: disable=missing-return
        sound = self._docket.knowledge.sound_paths
        for path in field_paths:
            if (model_name, path) in sound:
                continue
            try:
                super()._check_field_paths(node, [path], model_name, use)
            except Rejection as rejection:
                self._note_path(node, path, model_name, use, rejection)
            else:
                sound.add((model_name, path))

    def _note_path(self, node, path, model_name, use, rejection):
        model = self.pool[model_name]
        for name in path.split("."):
            if model is None:
                break
            if name not in model._fields:
                text = _lt(
                    "the field “%(field)s” in %(use)s does not exist in %(model)s",
                    field=name,
                    use=use,
                    model=model._name,
                )
                self._docket.add(field_missing(model._name, name, text), node)
                return
            model = self.pool.get(model._fields[name].comodel_name)
        self._docket.add(invalid(str(rejection), token=path), node)


def _attribute_equal(node, text):
    for attribute, value in node.attrib.items():
        if value == text:
            return attribute
    return None
