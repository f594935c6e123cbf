"""Where a validation notes what it meets, so that it can go on."""

import re
from collections import defaultdict

from .faults import Fault
from .precedents import Attributes


class Docket:
    """The faults met while one combined arch is validated.

    What was learnt from texts (the names in an expression, the paths in a domain) is
    true for every view, so it is kept in ``knowledge``, one for the whole look; the
    ``models`` are those of one round.
    """

    def __init__(self, catalog, knowledge):
        self.catalog = catalog
        self.knowledge = knowledge
        self.models = {}
        self.faults = []

    def add(self, fault: Fault, node):
        """Note ``fault``, met at ``node`` (``None``: no node in particular)."""
        if node is not None:
            fault.ordinal = node.sourceline
            if fault.token and not (
                fault.attribute and fault.token in node.get(fault.attribute, "")
            ):
                fault.attribute = attribute_with(node, fault.token, fault.text)
        self.faults.append(fault)

    def take(self):
        """Return the faults noted since the last time."""
        faults, self.faults = self.faults, []
        return faults


class Knowledge:
    """What one look learnt that is true for every view.

    What attributes demand by the type of view, names by the expression and by the
    domain that holds them (an exception where it does not parse), methods that validate
    and whether a node can be edited by tag, and what is sound beyond doubt.
    """

    def __init__(self):
        self.attributes = defaultdict(Attributes)
        self.editable = {}
        self.expressions = {}
        self.domains = {}
        self.validators = {}
        self.sound_paths = set()
        self.sound_directives = set()
        self.sound_shapes = defaultdict(set)


def attribute_with(node, token, text=""):
    """Return the attribute of ``node`` that holds ``token`` as a word, or ``None``.

    When several do, the one whose whole value ``text`` quotes comes first.
    """
    word = re.compile(rf"(?<![\w.]){re.escape(token)}(?!\w)")
    holders = [name for name, value in node.items() if word.search(value)]
    holders.sort(key=lambda name: (node.get(name) not in text, name == "string"))
    return holders[0] if holders else None
