"""Odoo's own validator of views, made to go on after a fault.

It stops at the first one by raising, and code behind a raise relies on it. So it
still raises, and each small step of it is guarded instead.
"""

from .attribute_judge import AttributeJudge
from .faults import MODEL_MISSING, Fault, _lt, field_missing, invalid
from .names import EVERYONE, Names
from .naming import lost_field
from .odoos import is_odoos
from .path_judge import Rejection
from .precedents import JUDGING

SUB_VIEWS = ("form", "list", "graph", "kanban", "calendar")
"""What ``_validate_tag_field`` takes out of a field and validates by itself."""

LOGS_ONLY = {tag: f"_validate_tag_{tag}" for tag in ("img", "a", "ul", "div")}
"""Validators of Odoo's base that can only log."""

THREAD = "message_ids"
"""What a model has that inherits ``mail.thread``."""


class Judge(AttributeJudge):
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

    def _validate_classes(self, node, expr):  # pylint: disable=missing-return
        if not self._is_odoos("_validate_classes"):
            super()._validate_classes(node, expr)

    def _validate_fa_class_accessibility(self, node, description):  # pylint: disable=missing-return
        if not self._is_odoos("_validate_fa_class_accessibility"):
            super()._validate_fa_class_accessibility(node, description)

    def _is_odoos(self, method):
        """Tell whether no addon has changed ``method``."""
        return is_odoos(self._audited_class, method)

    def _editable_node(self, node, names):
        """Ask once for all nodes of a tag, unless it has a method of its own."""
        known = self._docket.knowledge.editable
        if node.tag not in known:
            decides = hasattr(self, f"_editable_tag_{node.tag}")
            if decides or not self._is_odoos("_editable_node"):
                return super()._editable_node(node, names)
            known[node.tag] = super()._editable_node(node, names)
        return known[node.tag]

    def _validate_view(
        self, node, model_name, view_type=None, editable=True, node_info=None
    ):
        """Validate as Odoo does, but note every fault in the docket and go on."""
        docket = self._docket
        view_type = view_type or self.type
        if node.tag != view_type:
            text = _lt(
                "the root is <%(tag)s> and not <%(type)s>", tag=node.tag, type=view_type
            )
            docket.add(invalid(text, structural=True), node)
        if model_name not in self.env:
            self._note_model_missing(node, model_name, node_info)
            return None
        model = self._model(model_name)
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

    def _model(self, name):
        """Return the model, in no language, made once a round."""
        models = self._docket.models
        if name not in models:
            models[name] = self.env[name].with_context(lang=None)
        return models[name]

    def _note_model_missing(self, node, model_name, node_info):
        if node_info and not model_name:
            text = _lt("<%s> stands in a field that leads to no model", node.tag)
            self._docket.add(invalid(text), node)
            return
        text = _lt("the model %s does not exist", model_name)
        fault = Fault(MODEL_MISSING, str(model_name), text)
        self._docket.add(fault, node)

    def _note_no_thread(self, node, model):
        """Odoo does not look into a chatter; the web client asks for its messages."""
        text = _lt(
            "<chatter/> needs the field “%(field)s”, which the model %(model)s lacks",
            field=THREAD,
            model=model._name,
        )
        self._docket.add(field_missing(model._name, THREAD, text), node)

    def _judge_node(self, node, names, info):
        names.current_node = node
        if groups := node.get("groups"):
            for group in groups.replace("!", "").split(","):
                if group.strip():
                    names.must_exist_group(group.strip(), node)
        if node.tag == "chatter" and THREAD not in names.model._fields:
            self._note_no_thread(node, names.model)
        validator = self._validator(node.tag)
        if validator is not None and not self._guarded(
            node, names, validator, node, names, info
        ):
            self._mend(node, names, info)
        self._judge_attributes(node, names, info)

    def _validator(self, tag):
        validators = self._docket.knowledge.validators
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
        model = names.model
        if lost := lost_field(node, model):
            name, attribute = lost
            text = _lt(
                "the field “%(field)s” does not exist in the model %(model)s",
                field=name,
                model=model._name,
            )
            fault = field_missing(model._name, name, text, attribute=attribute)
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


def judge_class(view_class, docket):
    """Return a subclass of the registry's ``view_class`` that judges into ``docket``.

    A subclass, since other threads of the server use the registry's class meanwhile.
    """
    attributes = {
        "_register": False,
        "_docket": docket,
        "_audited_class": view_class,
        "_judges_singly": all(is_odoos(view_class, each) for each in JUDGING),
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
