"""All views as Odoo combines them: who is applied to what, in which order."""

from collections import defaultdict, deque
from dataclasses import dataclass

from .faults import INHERITANCE_BROKEN, Blamed, Fault, _lt

FIELDS = (
    "name",
    "active",
    "mode",
    "type",
    "model",
    "inherit_id",
    "priority",
    "key",
    "arch_db",
    "arch_fs",
    "arch_updated",
)


@dataclass
class Tree:
    """One view to validate and what Odoo combines to show it.

    ``view`` is the view that is asked for, ``root`` the view that everything is
    applied to and ``hierarchy`` maps a view to those applied to it, as Odoo's
    ``_combine`` takes it. ``chain`` holds the numbers of ``view`` and its ancestors,
    ``base`` is that of the nearest primary one, ``None`` when ``view`` is the root.
    """

    view: object
    root: object
    hierarchy: dict
    chain: tuple
    base: int | None

    def members(self):
        """Return the root and all views applied to it, in Odoo's order."""
        members = [self.root]
        queue = deque(sorted(self.hierarchy[self.root], key=lambda view: view.mode))
        while queue:
            view = queue.popleft()
            members.append(view)
            for child in reversed(self.hierarchy[view]):
                if child.mode == "primary":
                    queue.append(child)
                else:
                    queue.appendleft(child)
        return members

    def strangers(self, tag):
        """Return the extensions that Odoo rejects since they claim to be a view of
        another type than the combined arch with the root ``tag``.
        """
        if self.view.type == "qweb":
            return []
        return [
            view
            for children in list(self.hierarchy.values())
            for view in children
            if view.mode == "extension" and view.type not in (tag, "qweb")
        ]

    def own(self):
        """Return the numbers of the views that only this tree is about: the view and
        what extends it, not what it is built upon.
        """
        own, stack = set(), [self.view]
        while stack:
            view = stack.pop()
            own.add(view.id)
            stack += self.hierarchy[view]
        return own


class Forest:
    """The views of a database, or some whole families of them."""

    def __init__(self, view_model, ids=None, website_id=None):
        """Read them.

        :param view_model: ``ir.ui.view``, empty, in the context to look in
        :param ids: the numbers of the views of whole families; all when ``None``
        :param website_id: the website whose copies stand in for the views they copy
        """
        views = view_model.with_context(active_test=False)
        fields = [name for name in (*FIELDS, "website_id") if name in views._fields]
        domain = [] if ids is None else [("id", "in", ids)]
        found = views.search_fetch(domain, fields, order="priority, id")
        found = found.with_env(view_model.env)
        self.views = {view.id: view for view in found}
        self.shown = self._shown(website_id)
        self.parents = {view.id: view.inherit_id.id for view in self.views.values()}
        self.children = defaultdict(list)
        for view_id, parent_id in self.parents.items():
            self.children[parent_id].append(self.views[view_id])
        self.faults = []

    def _shown(self, website_id):
        """Return the numbers of the views that count: those that are active and not
        another website's. A copy, active or not, replaces what it copies.
        """
        views = self.views.values()
        if any("website_id" not in view._fields for view in views):
            return {view.id for view in views if view.active}
        copied = {
            view.key
            for view in views
            if website_id and view.key and view.website_id.id == website_id
        }
        return {
            view.id
            for view in views
            if view.active
            and (
                view.website_id.id == website_id
                if view.website_id
                else view.key not in copied
            )
        }

    def chain(self, view):
        """Return the numbers of ``view`` and its ancestors, ``None`` where the line
        leads to no root.
        """
        chain = [view.id]
        while parent_id := self.parents[chain[-1]]:
            if parent_id in chain:
                text = _lt("it inherits from itself, by way of others")
                self._note(view, "cycle", text)
                return None
            if parent_id not in self.views:
                text = _lt("the view %s that it extends is gone", parent_id)
                self._note(view, f"parent-{parent_id}", text)
                return None
            chain.append(parent_id)
        return tuple(chain)

    def _note(self, view, detail, text):
        self.faults.append(Blamed(Fault(INHERITANCE_BROKEN, detail, text), view.id))

    def families_of(self, view_ids):
        """Return the numbers of all views related to one of ``view_ids``."""
        related, stack = set(), list(view_ids)
        while stack:
            view_id = stack.pop()
            if view_id in self.views and view_id not in related:
                related.add(view_id)
                stack.append(self.parents[view_id])
                stack += [child.id for child in self.children.get(view_id, ())]
        return list(related)

    def trees(self):
        """Return the trees to look at, ancestors before those built upon them."""
        trees = []
        planted = set()
        extensions = []
        for view in self.views.values():
            if view.id not in self.shown:
                continue
            chain = self.chain(view)
            if chain is None or self._is_forlorn(chain):
                continue
            if view.mode == "primary":
                trees.append(self._tree(view, chain, planted))
            else:
                extensions.append((view, chain))
        trees += [
            self._tree(view, chain, planted)
            for view, chain in extensions
            if view.id not in planted
        ]
        trees.sort(key=lambda tree: len(tree.chain))
        return trees

    def _is_forlorn(self, chain):
        """Tell whether a view has nothing to build upon since the model of what it
        extends is gone: that is the fault of the other view.
        """
        ancestors = [self.views[each] for each in chain[1:] if each in self.shown]
        return any(
            view.model and view.type != "qweb" and view.model not in view.env
            for view in ancestors
        )

    def _tree(self, view, chain, planted):
        root = self.views[chain[-1]]
        hierarchy = defaultdict(list)
        hierarchy[root.inherit_id].append(root)
        stack = [(root, root.id in self.shown)]
        while stack:
            parent, reached = stack.pop()
            for child in self.children.get(parent.id, ()):
                if child.id not in self.shown:
                    continue
                if child.id in chain or (
                    reached
                    and child.mode == "extension"
                    and (child.model or "") == (parent.model or "")
                ):
                    hierarchy[parent].append(child)
                    stack.append((child, True))
        if view.mode == "primary":
            planted.update(each.id for each in self._flat(hierarchy))
        primary = (each for each in chain[1:] if self.views[each].mode == "primary")
        return Tree(view, root, hierarchy, chain, next(primary, None))

    @staticmethod
    def _flat(hierarchy):
        for children in list(hierarchy.values()):
            yield from children
