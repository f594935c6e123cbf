"""Faults of every kind in views."""

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tools.template_inheritance import remove_element

from ..checks.view_audit.quiet import quiet
from .view_mutator import GONE, Mutation, Mutator, is_locator

EXPRESSIONS = ("invisible", "readonly", "required", "column_invisible")


class ViewMutator(Mutator):
    """Puts faults into all views but templates."""

    type_domain = ("type", "!=", "qweb")

    def __init__(self, env, chance):
        super().__init__(env, chance)
        self.lost = None
        self.forms = [
            view for view in self.views if view.type == "form" and not view.inherit_id
        ]
        self.nested = [
            view for view in self.extensions if view.inherit_id.mode == "extension"
        ]

    def kinds(self):
        return {
            "field gone": self.lose_field,
            "field removed": self.remove_field,
            "field renamed": self.rename_field,
            "locator broken": self.break_locator,
            "expression garbled": self.garble_expression,
            "attribute garbled": self.garble_attribute,
            "written attribute": self.garble_written_attribute,
            "model gone": self.lose_model,
            "extension of an extension": self.rename_in_nested,
            "moved node": self.rename_in_moved,
            "button renamed": self.rename_button,
            "label renamed": self.rename_label,
            "two faults": self.make_two,
        }

    def lose_field(self):
        """Take a field out of its model: whoever names it is guilty."""
        xpath = "//field[@name][not(ancestor::field)]"
        if not (picked := self.pick(self.forms, xpath)):
            return None
        view, arch, node = picked
        name = node.get("name")
        fields = self.env.registry[view.model]._fields__
        if name not in fields or name in ("id", "display_name"):
            return None
        if self.env.registry.field_inverses[fields[name]]:
            return None
        self.lost = (fields, name, fields.pop(name))
        places = arch.xpath("//*[contains(@*, $name)]", name=name)
        lines = tuple(place.sourceline for place in [node, *places])
        return Mutation("field gone", view.id, lines, f"{view.model}.{name}")

    def restore(self):
        """Give the model back the field it lost."""
        if self.lost:
            fields, name, field = self.lost
            fields[name] = field
            self.lost = None

    def remove_field(self):
        """Take a field out of a view, one that a label is for."""
        xpath = "//field[not(*)][@name = //label/@for]"
        if not (picked := self.pick(self.views, xpath)):
            return None
        view, arch, node = picked
        name = node.get("name")
        if node.getparent() is None:
            return None
        remove_element(node)
        return self.store("field removed", view, arch, [], name)

    def rename_field(self, views=None, kind="field renamed"):
        if not (picked := self.pick(views or self.views, "//field[@name]")):
            return None
        view, arch, node = picked
        text = f"{node.get('name')} renamed"
        node.set("name", GONE)
        return self.store(kind, view, arch, [node], text)

    def rename_in_nested(self):
        return self.rename_field(self.nested, "extension of an extension")

    def garble_expression(self):
        condition = " or ".join(f"@{name}" for name in EXPRESSIONS)
        if not (picked := self.pick(self.views, f"//*[{condition}]")):
            return None
        view, arch, node = picked
        name = self.chance.choice([each for each in EXPRESSIONS if node.get(each)])
        value = self.chance.choice(
            [f"{node.get(name)} and (", f"{GONE} and {node.get(name)}", f"not {GONE}"]
        )
        node.set(name, value)
        return self.store("expression garbled", view, arch, [node], f"{name}={value}")

    def garble_attribute(self):
        garbled = self.chance.choice(
            [
                ("//field[@domain]", "domain", f"[('{GONE}', '=', 1)]"),
                ("//field[@domain]", "domain", "[('id', '=', 1)"),
                ("//field[@context]", "context", "{'default_x': "),
                ("//filter[@context]", "context", f"{{'group_by': '{GONE}'}}"),
                ("//filter[@domain]", "domain", f"[('{GONE}.name', '=', 1)]"),
                ("//list[not(ancestor::field)]", GONE, "1"),
                ("//list/field[not(ancestor::field)]", GONE, "1"),
                ("//group[@col]", "col", "two"),
                ("//search/filter", "attrs", "{}"),
            ]
        )
        if not (picked := self.pick(self.views, garbled[0])):
            return None
        view, arch, node = picked
        node.set(*garbled[1:])
        text = f"{garbled[1]}={garbled[2]}"
        return self.store("attribute garbled", view, arch, [node], text)

    def garble_written_attribute(self):
        names = " or ".join(f"@name='{name}'" for name in EXPRESSIONS)
        xpath = f"//*[@position='attributes']/attribute[{names}]"
        if not (picked := self.pick(self.extensions, xpath)):
            return None
        view, arch, node = picked
        if not (node.text or "").strip():
            return None
        node.text = f"not {GONE}"
        return self.store("written attribute", view, arch, [node], node.get("name"))

    def lose_model(self):
        view = self.chance.choice(self.views)
        self.env.cr.execute(
            "UPDATE ir_ui_view SET model = %s WHERE id = %s", ["zz.gone", view.id]
        )
        text = f"{view.id} {view.xml_id}: {view.model}"
        return Mutation("model gone", view.id, (), text)

    def rename_in_moved(self):
        """Have an extension move a group, then rename a field in the group."""
        xpath = "//group[@name][.//field]"
        if not (picked := self.pick(self.forms, xpath)):
            return None
        view, arch, group = picked
        locator = f"//group[@name='{group.get('name')}']"
        with self.env.cr.savepoint(), quiet():
            try:
                self.extend_with_move(view, locator)
            except ValidationError:
                return None
        node = self.chance.choice(group.xpath(".//field[@name]"))
        text = f"{node.get('name')} renamed"
        node.set("name", GONE)
        return self.store("moved node", view, arch, [node], text)

    def extend_with_move(self, view, locator):
        """Make an extension of ``view`` that moves what ``locator`` finds."""
        arch = f'''<form position="inside">
            <xpath expr="{locator}" position="move"/></form>'''
        self.env["ir.ui.view"].create(
            {
                "name": "zz mover",
                "type": "form",
                "model": view.model,
                "inherit_id": view.id,
                "mode": "extension",
                "arch": arch,
                "priority": 999,
            }
        )

    def rename_button(self):
        if not (picked := self.pick(self.views, "//button[@type='object' and @name]")):
            return None
        view, arch, node = picked
        text = node.get("name")
        node.set("name", GONE)
        return self.store("button renamed", view, arch, [node], text)

    def rename_label(self):
        if not (picked := self.pick(self.views, "//label[@for]")):
            return None
        view, arch, node = picked
        text = node.get("for")
        node.set("for", GONE)
        return self.store("label renamed", view, arch, [node], text)

    def make_two(self):
        view = self.chance.choice(self.views)
        arch = etree.fromstring(view.arch)
        nodes = [node for node in arch.xpath("//field[@name]") if not is_locator(node)]
        if len(nodes) < 2:
            return None
        first, second = self.chance.sample(nodes, 2)
        if first in second.iterancestors() or second in first.iterancestors():
            return None
        first.set("name", f"{GONE}_1")
        second.set("invisible", f"{GONE}_2")
        return self.store("two faults", view, arch, [first, second], "two")
