"""One combined arch built again step by step, every node knowing where it is from.

The node's source line is set to a number that stands for view and line: it survives
copies and moves and, unlike an attribute, no locator or grammar can see it.
"""

import copy
import re
from collections import defaultdict
from typing import NamedTuple

from lxml import etree

from odoo.tools.template_inheritance import locate_node

from .faults import (
    INHERITANCE_BROKEN,
    INVALID,
    TEMPLATE_BROKEN,
    Blamed,
    Fault,
    _lt,
    digest,
)

HIGHEST_ORDINAL = 65_534
"""libxml2 keeps a source line in 16 bits; nodes beyond are of unknown origin."""

QUOTED = re.compile(r"""['"]([\w.-]{2,})['"]""")


class Origin(NamedTuple):
    """A place in the own arch of a view."""

    view_id: int
    line: int


class Step(NamedTuple):
    """One thing that an extension does to the arch."""

    view: object
    spec: object


class Reconstruction:
    """The combination of ``members``, in Odoo's order, that leaves out what fails.

    ``broken`` then holds the faults of the specs and archs that do.
    """

    def __init__(self, members):
        self.members = members
        self.origins = [Origin(members[0].id, 1)]
        self.broken = []
        self.first_broken = None
        self.writers = defaultdict(list)
        self._lost = []
        self._root = self._parse(members[0], None)
        self._steps = [
            Step(view, spec)
            for view in members[1:]
            for spec in _specs(self._parse(view, "<data/>"))
        ]
        self._skipped = set()
        self._try_out()

    @property
    def step_count(self):
        """Return how many steps lead from the root to the whole."""
        return len(self._steps)

    def step(self, index):
        """Return view and line of a step."""
        spec = self._steps[index].spec
        return Origin(self._steps[index].view.id, self.line(spec.sourceline))

    def origin(self, ordinal):
        """Return where the node numbered ``ordinal`` is from, ``None`` if unknown."""
        if ordinal and 0 < ordinal < min(len(self.origins), HIGHEST_ORDINAL):
            return self.origins[ordinal]
        return None

    def line(self, ordinal):
        """Return the line in its own arch of the node numbered ``ordinal``."""
        origin = self.origin(ordinal)
        return origin and origin.line

    def build(self, count=None):
        """Return the arch after ``count`` steps (all); ``None`` if there is none."""
        if self._root is None:
            return None
        self.writers.clear()
        source = copy.deepcopy(self._root)
        for index, step in enumerate(self._steps[:count]):
            if index not in self._skipped:
                source = self._apply(step, source)
        return source

    # -- reading

    def _parse(self, view, default):
        text = view.arch or default
        try:
            arch = etree.fromstring(text)
        except (etree.XMLSyntaxError, ValueError, TypeError) as error:
            line = getattr(error, "lineno", None)
            rule = TEMPLATE_BROKEN if view.type == "qweb" else INVALID
            fault = Fault(rule, "xml", _lt("its XML cannot be read: %s", error))
            self.broken.append(Blamed(fault, view.id, line))
            self.first_broken = 0
            self._lost.append(text or "")
            arch = _recovered(text)
        if arch is not None:
            self._mark(view, arch)
        return arch

    def _mark(self, view, arch):
        for node in arch.iter(etree.Element):
            self.origins.append(Origin(view.id, node.sourceline))
            node.sourceline = min(len(self.origins) - 1, HIGHEST_ORDINAL)

    # -- combining

    def _try_out(self):
        """Apply every step once and find those that fail."""
        if self._root is None:
            return
        source = copy.deepcopy(self._root)
        for index, step in enumerate(self._steps):
            before = copy.deepcopy(source)
            try:
                source = self._apply(step, source)
            except Exception as error:  # noqa: BLE001  Odoo stumbles over odd specs
                source = before
                self._skipped.add(index)
                self._note(index, step, error)

    def _apply(self, step, source):
        spec = copy.deepcopy(step.spec)
        if spec.get("position") == "attributes":
            self._remember_writers(step, spec, source)
        source = step.view.apply_inheritance_specs(source, spec)
        if source is None:
            raise ValueError("nothing is left of the view")
        return source

    def _remember_writers(self, step, spec, source):
        node = locate_node(source, spec)
        if node is None:
            return
        for child in spec.iterchildren("attribute"):
            text = " ".join([child.text or "", child.get("add") or ""])
            origin = Origin(step.view.id, self.line(child.sourceline))
            self.writers[node.sourceline, child.get("name")].append((origin, text))

    def _note(self, index, step, error):
        shown = _shown(step.spec)
        is_consequence = any(map(self._is_consequence, _locators(step.spec)))
        self._lost.append(etree.tostring(step.spec, encoding="unicode"))
        if is_consequence:
            return
        if self.first_broken is None:
            self.first_broken = index
        reason = str(error).strip() or type(error).__name__
        text = _lt("%(spec)s cannot be applied: %(reason)s", spec=shown, reason=reason)
        fault = Fault(INHERITANCE_BROKEN, digest(shown), text)
        line = self.line(step.spec.sourceline)
        self.broken.append(Blamed(fault, step.view.id, line))

    def _is_consequence(self, spec):
        """Tell whether what ``spec`` looks for was to come from what failed before."""
        names = set(QUOTED.findall(_locator(spec)))
        if not names:
            return any(_would_hold(text, spec) for text in self._lost)
        return any(all(_holds(text, name) for name in names) for text in self._lost)


def _specs(arch):
    """Return what an extension's arch consists of, in the order Odoo applies it."""
    if arch is None:
        return []
    queue, specs = [arch], []
    while queue:
        spec = queue.pop(0)
        if not isinstance(spec.tag, str):
            continue
        if spec.tag == "data":
            queue += list(spec)
        else:
            specs.append(spec)
    return specs


def _locators(spec):
    """Return ``spec`` and what it moves: all that look for something."""
    return [spec, *spec.xpath(".//*[@position='move']")]


def _holds(text, name):
    """Tell whether an attribute in ``text`` has ``name`` for a value, or among them."""
    return re.search(rf"""["'\s]{re.escape(name)}["'\s]""", text) is not None


def _would_hold(text, spec):
    """Tell whether ``spec`` would find a node in the lost ``text``."""
    lost = _recovered(text)
    try:
        return lost is not None and locate_node(lost, spec) not in (None, lost)
    except (ValueError, etree.XPathError):
        return False


def _locator(spec):
    """Return what ``spec`` looks for."""
    if spec.tag == "xpath":
        return spec.get("expr", "")
    return " ".join(f'"{spec.get(name)}"' for name in spec.attrib if name != "position")


def _shown(spec):
    """Return the opening tag of ``spec``, as a person would look for it."""
    attributes = "".join(f' {name}="{value}"' for name, value in spec.items())
    return f"<{spec.tag}{attributes}>"


def _recovered(text):
    """Return what can be read of an arch whose XML is broken, ``None`` if nothing."""
    if not text:
        return None
    try:
        return etree.fromstring(text, etree.XMLParser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
