"""The archs of trees as Odoo combines them, with nothing combined twice."""

import copy

from lxml import etree

from .odoos import is_odoos


class Combiner:
    """Combines the archs of ``trees``, ancestors before those built upon them.

    A tree begins with all that the view shows that it is built upon. So the arch of
    that view is kept, and only what comes on top is applied to a copy of it.
    """

    def __init__(self, view_class, trees):
        self._is_odoos = is_odoos(view_class, "_combine")
        self._bases = {tree.base for tree in trees}
        self._kept = {}

    def arch(self, tree):
        """Return the combined arch of ``tree``; the caller may change it.

        :raise Exception: whatever Odoo raises for archs that do not fit together
        """
        if not self._is_odoos:
            return tree.root._combine(tree.hierarchy)
        members = tree.members()
        arch, count = self._begin(tree, members)
        for view in members[count:]:
            spec = etree.fromstring(view.arch or "<data/>")
            arch = view.apply_inheritance_specs(arch, spec)
        if tree.view.id in self._bases:
            self._kept[tree.view.id] = members, copy.deepcopy(arch)
        return arch

    def _begin(self, tree, members):
        """Return an arch and how many of ``members`` are in it already."""
        before, arch = self._kept.get(tree.base, ((), None))
        if before and members[: len(before)] == before:
            return copy.deepcopy(arch), len(before)
        return etree.fromstring(members[0].arch), 1
