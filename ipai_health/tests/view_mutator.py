"""What puts a seeded fault into a real view, and knows the lines it was put at."""

import json
import re
from typing import NamedTuple

from lxml import etree

GONE = "zz_gone"


class Mutation(NamedTuple):
    """One fault: its kind, the guilty view, its lines there and what was done."""

    kind: str
    view_id: int
    lines: tuple
    text: str


class Mutator:
    """Puts faults of every kind into active views of a database.

    :param chance: a ``random.Random``: the same one gives the same faults
    """

    type_domain = ()
    """Which views, as a leaf of a domain."""

    def __init__(self, env, chance):
        self.env = env
        self.chance = chance
        domain = [("active", "=", True), self.type_domain]
        views = env["ir.ui.view"].with_context(lang=None).search(domain, order="id")
        self.views = list(views)
        self.extensions = [view for view in views if view.mode == "extension"]

    def kinds(self):
        """Return the functions that each make one kind of fault, or return ``None``
        where chance picked a view that cannot have it.
        """
        return {}

    def mutate(self, kind):
        """Put a fault of ``kind`` into some view and return it."""
        make = self.kinds()[kind]
        for _attempt in range(2000):
            if mutation := make():
                return mutation
        raise LookupError(f"no view for a fault of the kind {kind}")

    def restore(self):
        """Take back what a fault changed outside of the database."""

    def pick(self, views, xpath):
        """Return a view, its arch and a node of it, ``None`` where there is none."""
        if not views:
            return None
        view = self.chance.choice(views)
        arch = etree.fromstring(view.arch)
        nodes = [node for node in arch.xpath(xpath) if not is_locator(node)]
        return (view, arch, self.chance.choice(nodes)) if nodes else None

    def store(self, kind, view, arch, nodes, text):
        """Write ``arch`` behind Odoo's back; the lines are those it then has."""
        for index, node in enumerate(nodes):
            node.set("zz_mark", str(index))
        source = etree.tostring(arch, encoding="unicode")
        marked = etree.fromstring(source)
        lines = tuple(
            marked.xpath(f"//*[@zz_mark='{index}']")[0].sourceline
            for index in range(len(nodes))
        )
        source = re.sub(r' zz_mark="\d+"', "", source)
        write_arch(self.env, view, source)
        return Mutation(kind, view.id, lines, f"{view.id} {view.xml_id}: {text}")

    def break_locator(self):
        if not self.extensions:
            return None
        view = self.chance.choice(self.extensions)
        arch = etree.fromstring(view.arch)
        specs = arch if arch.tag == "data" else [arch]
        specs = [spec for spec in specs if isinstance(spec.tag, str)]
        if not specs:
            return None
        spec = self.chance.choice(specs)
        text = etree.tostring(spec, encoding="unicode")[:60]
        if spec.tag == "xpath":
            broken = [f"//{GONE}", "//field[", "//*[false()]"]
            spec.set("expr", self.chance.choice(broken))
        elif spec.get("name"):
            spec.set("name", GONE)
        else:
            return None
        return self.store("locator broken", view, arch, [spec], text)


def write_arch(env, view, source):
    """Give ``view`` the arch ``source`` by SQL."""
    env.cr.execute(
        "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s",
        [json.dumps({"en_US": source}), view.id],
    )
    env.invalidate_all()
    env.registry.clear_cache("templates")


def is_locator(node):
    """Tell whether ``node`` only says where something is to happen."""
    if node.get("position"):
        return True
    parent = node.getparent()
    root = node.getroottree().getroot()
    is_extension = root.tag in ("data", "xpath") or root.get("position")
    return bool(is_extension) and (parent is None or parent.tag == "data")
