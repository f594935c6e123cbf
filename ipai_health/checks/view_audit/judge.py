"""Odoo's own validator of views, made to go on after a fault.

It stops at the first one by raising, and code behind a raise relies on it. So it
still raises, and each small step of it is guarded instead.
"""

from odoo.tools.view_validation import (
    get_domain_value_names,
    get_expression_field_names,
)

from odoo.addons.base.models import ir_ui_view

from .faults import MODEL_MISSING, Fault, field_missing, invalid
from .names import EVERYONE, Names

SUB_VIEWS = ("form", "list", "graph", "kanban", "calendar")
"""What ``_validate_tag_field`` takes out of a field and validates by itself."""

LOGS_ONLY = {tag: f"_validate_tag_{tag}" for tag in ("img", "a", "ul", "div")}
"""Validators of Odoo's base that can only log."""

MODIFIERS = frozenset(ir_ui_view.VIEW_MODIFIERS)
TRIVIAL = frozenset(("0", "1", "false", "true"))
JUDGED = frozenset(("context", "col", "colspan"))
CLASSES = frozenset(("class", "t-att-class", "t-attf-class"))


class Rejection(ValueError):
    """Odoo's validator rejects something, perhaps at a node."""

    def __init__(self, message, node):
        super().__init__(message)
        self.node = node


class Judge:
    """Goes in front of the class of ``ir.ui.view`` in a subclass of it that lives as
    long as one look: see :func:`judge_class`.
    """

    __slots__ = ()

    def _raise_view_error(
        self, message, node=None, *, from_exception=None, from_traceback=None
    ):
        raise Rejection(str(message), node) from from_exception

    def _log_view_warning(self, message, node):
        pass

    def _validate_classes(self, node, expr):
        if not self._is_odoos("_validate_classes"):
            super()._validate_classes(node, expr)

    def _validate_fa_class_accessibility(self, node, description):
        if not self._is_odoos("_validate_fa_class_accessibility"):
            super()._validate_fa_class_accessibility(node, description)

    def _is_odoos(self, method):
        """Tell whether no addon has changed ``method``."""
        ours = getattr(self._audited_class, method)
        return ours is getattr(ir_ui_view.IrUiView, method)

    def _validate_view(
        self, node, model_name, view_type=None, editable=True, node_info=None
    ):
        """Validate as Odoo does, but note every fault in the docket and go on."""
        docket = self._docket
        view_type = view_type or self.type
        if node.tag != view_type:
            text = f"the root is <{node.tag}> and not <{view_type}>"
            docket.add(invalid(text, structural=True), node)
        if model_name not in self.env:
            self._note_model_missing(node, model_name, node_info)
            return None
        model = self.env[model_name].with_context(lang=None)
        names = Names(model, node_info["name_manager"] if node_info else None, docket)
        stack = [(node, editable)]
        while stack:
            node, editable = stack.pop()
            if not isinstance(node.tag, str):
                continue
            info = {
                "editable": editable and self._editable_node(node, names),
                "validate": True,
                "view_type": view_type,
                "model_groups": EVERYONE,
                "view_groups": EVERYONE,
                "name_manager": names,
            }
            self._judge_node(node, names, info)
            for child in reversed(node):
                stack.append((child, info["editable"]))
        self._guarded(node, names, names.check, self)
        return names

    def _note_model_missing(self, node, model_name, node_info):
        if node_info and not model_name:
            text = f"<{node.tag}> stands in a field that leads to no model"
            self._docket.add(invalid(text), node)
            return
        text = f"the model {model_name} does not exist"
        fault = Fault(MODEL_MISSING, str(model_name), text)
        self._docket.add(fault, node)

    def _judge_node(self, node, names, info):
        names.current_node = node
        if groups := node.get("groups"):
            for group in groups.replace("!", "").split(","):
                if group.strip():
                    names.must_exist_group(group.strip(), node)
        validator = self._validator(node.tag)
        if validator is not None and not self._guarded(
            node, names, validator, node, names, info
        ):
            self._mend(node, names, info)
        if self._may_matter(node) and not self._quietly(node, names, info):
            self._judge_attributes_singly(node, names, info)

    def _validator(self, tag):
        validators = self._docket.knowledge.shapes.setdefault("validators", {})
        if tag not in validators:
            name = f"_validate_tag_{tag}"
            exists = hasattr(self, name)
            if exists and tag in LOGS_ONLY and self._is_odoos(name):
                exists = False
            validators[tag] = name if exists else None
        name = validators[tag]
        return name and getattr(self, name)

    def _guarded(self, node, names, step, *arguments):
        """Take one step of the validation; tell whether it came through."""
        try:
            step(*arguments)
        except Rejection as rejection:
            place = node if rejection.node is None else rejection.node
            self._note(place, names, str(rejection))
        except Exception as error:  # noqa: BLE001  Odoo stumbles over odd archs
            self._note(node, names, f"{type(error).__name__}: {error}")
        else:
            return True
        return False

    def _note(self, node, names, message):
        """Note that Odoo rejects ``node`` with ``message``."""
        name = node.get("name")
        model = names.model
        if node.tag in ("field", "groupby") and name and name not in model._fields:
            text = f"the field “{name}” does not exist in the model {model._name}"
            fault = field_missing(model._name, name, text, attribute="name")
            self._docket.add(fault, node)
            return
        attribute = _attribute_quoted(node, message)
        fault = invalid(message, attribute=attribute, structural=attribute is None)
        self._docket.add(fault, node)

    def _mend(self, node, names, info):
        """Do what others count on and the rejected validator of ``node`` left out."""
        name = node.get("name")
        if node.tag == "field" and name:
            names.has_field(
                node, name, info, {"id": node.get("id"), "select": node.get("select")}
            )
            for child in list(node):
                if child.tag in SUB_VIEWS:
                    node.remove(child)
        elif node.tag == "groupby":
            for child in list(node):
                node.remove(child)
        elif node.tag == "button" and name:
            names.has_action(name)

    # -- attributes

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
        sound = self._docket.knowledge.shapes.setdefault("directives", set())
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
            message = f"{use} is no valid expression: “{text}” ({found})"
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

    def _check_field_paths(self, node, field_paths, model_name, use):
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
                text = f"the field “{name}” in {use} does not exist in {model._name}"
                self._docket.add(field_missing(model._name, name, text), node)
                return
            model = self.pool.get(model._fields[name].comodel_name)
        self._docket.add(invalid(str(rejection), token=path), node)


def judge_class(view_class, docket):
    """Return a subclass of the registry's ``view_class`` that judges into ``docket``.

    A subclass, since other threads of the server use the registry's class meanwhile.
    """
    attributes = {
        "_register": False,
        "_docket": docket,
        "_audited_class": view_class,
        "__module__": __name__,
    }
    return type(view_class)("JudgingView", (Judge, view_class), attributes)


def _attribute_quoted(node, message):
    """Return the attribute of ``node`` whose value ``message`` speaks of."""
    for attribute in sorted(node.attrib, key=lambda each: each != "name"):
        value = node.get(attribute)
        quoted = len(value) > 1 and value in message
        if quoted or attribute in message.split():
            return attribute
    return None


def _attribute_equal(node, text):
    for attribute, value in node.attrib.items():
        if value == text:
            return attribute
    return None
