"""Who is named in a view and by whom: Odoo's own bookkeeper, made to name them all."""

from odoo.addons.base.models.ir_ui_view import NameManager

from .faults import _lt, field_missing, invalid


class Everyone:
    """Stands for any group expression: groups never make a view invalid, they only
    make Odoo log, so they are not worked out.
    """

    def __and__(self, other):
        return self


EVERYONE = Everyone()


class Names(NameManager):
    """The names of one view or sub-view.

    Same verdicts as its parent, which stops at the first; this one tells ``docket``
    of each, with the node that is at fault.
    """

    def __init__(self, model, parent, docket):
        super().__init__(model, parent=parent, model_groups=EVERYONE)
        self.docket = docket
        self.current_node = None
        self.providers = {}
        self.users = {}
        self.labels = {}

    def has_field(self, node, name, node_info, info=()):
        values = dict(info)
        if values:
            self.available_fields[name].setdefault("info", {}).update(values)
        else:
            self.available_fields[name].setdefault("info", {})
        self.available_names.add(values.get("id") or name)
        if name not in self.model._fields:
            self.providers.setdefault(name, []).append(node)

    def must_have_fields(self, node, names, node_info, use):
        for name in names:
            if name.startswith("parent."):
                if self.parent:
                    self.parent.must_have_fields(node, {name[7:]}, node_info, use)
            elif name != "id":
                self.users.setdefault(name, []).append((node, use))

    def must_have_name(self, name, use):
        self.labels.setdefault(name, []).append((self.current_node, use))

    def must_exist_group(self, name, node):
        if not self.docket.catalog.has_group(name):
            self.docket.add(
                invalid(
                    _lt("the group “%s” does not exist: nobody sees the element", name),
                    token=name,
                    attribute="groups",
                ),
                node,
            )

    def check(self, view):
        """Tell the docket of every name that leads nowhere."""
        self._check_labels()
        self._check_providers()
        for name, node in self.must_exist_actions.items():
            if trouble := self.docket.catalog.action_trouble(view, name):
                fault = invalid(trouble, token=name, attribute="name")
                self.docket.add(fault, node)
        self._check_users()

    def _check_labels(self):
        for name, places in self.labels.items():
            if name in self.available_actions or name in self.available_names:
                continue
            for node, use in places:
                text = _lt(
                    "the name or id “%(name)s” in %(use)s is not in the view",
                    name=name,
                    use=use,
                )
                fault = invalid(text, token=name, attribute="for", structural=True)
                self.docket.add(fault, node)

    def _check_providers(self):
        for name, nodes in self.providers.items():
            if name not in self.field_info:
                for node in nodes:
                    self._missing(name, node, f"<{node.tag}>")

    def _check_users(self):
        for name, places in self.users.items():
            if "." in name:
                for node, use in places:
                    text = _lt(
                        "“%(name)s” in %(use)s is a path where only a field may stand",
                        name=name,
                        use=use,
                    )
                    self.docket.add(invalid(text, token=name), node)
                continue
            info = self.available_fields.get(name, {}).get("info")
            if info and info.get("select") == "multi":
                for node, use in places:
                    text = _lt(
                        "the field “%(name)s” used in %(use)s has select=“multi”",
                        name=name,
                        use=use,
                    )
                    fault = invalid(text, token=name, structural=True)
                    self.docket.add(fault, node)
            if name not in self.model._fields and name not in self.available_names:
                for node, use in places:
                    self._missing(name, node, use)

    def _missing(self, name, node, use):
        model = self.model._name
        text = _lt(
            "the field “%(field)s” in %(use)s does not exist in the model %(model)s",
            field=name,
            use=use,
            model=model,
        )
        self.docket.add(field_missing(model, name, text), node)
