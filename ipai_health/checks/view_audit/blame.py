"""Finds the view whose own arch brings a fault, by building the arch step by step."""

from .faults import INVALID, Blamed, Fault, _lt
from .reconstruction import Reconstruction


class Blamer:
    """Examines one tree that is known to be faulty.

    ``judge(view, arch)`` returns the faults of a combined arch.
    """

    def __init__(self, tree, judge):
        self.tree = tree
        self.judge = judge
        self.rebuilt = Reconstruction(tree.members())
        self._known = {}
        self._writers = {}

    def blamed(self):
        """Return every fault of the tree with the view that is guilty of it."""
        faults = self._faults(self.rebuilt.step_count)
        self._writers = dict(self.rebuilt.writers)
        guilty = [self._blame(fault) for fault in faults if self._counts(fault)]
        return self.rebuilt.broken + guilty + self._strangers()

    def _strangers(self):
        whole = self.rebuilt.build()
        if whole is None:
            return []
        return [
            Blamed(Fault(INVALID, "type", _claim(view, whole)), view.id)
            for view in self.tree.strangers(whole.tag)
        ]

    def _faults(self, count):
        """Return the faults of the arch after ``count`` steps."""
        if count not in self._known:
            arch = self.rebuilt.build(count)
            found = [] if arch is None else self.judge(self.tree.view, arch)
            self._known[count] = found
        return self._known[count]

    def _counts(self, fault):
        """Tell whether ``fault`` is one in its own right: what is missing may be
        missing because a step had to be left out.
        """
        if not fault.structural or not self.rebuilt.broken:
            return True
        before = self._faults(self.rebuilt.first_broken or 0)
        return any(each.key == fault.key for each in before)

    def _blame(self, fault):
        if fault.structural:
            return self._blame_step(fault)
        origin = self._writer(fault) or self.rebuilt.origin(fault.ordinal)
        if origin is None:
            return self._blame_step(fault)
        return Blamed(fault, origin.view_id, origin.line)

    def _writer(self, fault):
        """Return who last wrote the word that is wrong into an attribute."""
        writers = self._writers.get((fault.ordinal, fault.attribute), ())
        for origin, text in reversed(writers):
            if not fault.token or fault.token in text:
                return origin
        return None

    def _blame_step(self, fault):
        """Blame the step after which the fault is first there."""
        low, high = 0, self.rebuilt.step_count
        while low < high:
            middle = (low + high) // 2
            if self._shows(fault, middle):
                high = middle
            else:
                low = middle + 1
        place = self._place(fault, low)
        if low == 0:
            root_id = self.rebuilt.members[0].id
            line = place.line if place and place.view_id == root_id else None
            return Blamed(fault, root_id, line)
        step = self.rebuilt.step(low - 1)
        line = place.line if place and place.view_id == step.view_id else step.line
        return Blamed(fault, step.view_id, line)

    def _shows(self, fault, count):
        return any(each.key == fault.key for each in self._faults(count))

    def _place(self, fault, count):
        for each in self._faults(count):
            if each.key == fault.key:
                return self.rebuilt.origin(each.ordinal)
        return None


def _claim(view, whole):
    return _lt(
        "it claims to be of the type %(type)s but extends a view of the type %(tag)s",
        type=view.type,
        tag=whole.tag,
    )
