"""Judging a list child by child gives the verdict of the whole grammar."""

import copy
import random

from lxml import etree

from odoo.tests import tagged
from odoo.tools import view_validation

from ..checks.view_audit.docket import Docket, Knowledge
from ..checks.view_audit.schema import LOOSE, judge_schema
from .common import CheckCase

GARBLED = 300
SEED = 19


@tagged("post_install", "-at_install")
class TestViewsSchema(CheckCase):
    check = "views"

    def setUp(self):
        super().setUp()
        views = self.env["ir.ui.view"].search(
            [("type", "in", sorted(LOOSE)), ("mode", "=", "primary")], order="id"
        )
        self.archs = []
        for view in views:
            arch = view._get_combined_arch()
            if arch.tag in LOOSE:
                self.archs.append((view, _without_sub_views(arch)))
        self.knowledge = Knowledge()

    def verdicts(self, view, arch):
        """Return whether the whole grammar accepts ``arch``, and whether we do."""
        docket = Docket(None, self.knowledge)
        whole = view_validation.relaxng(arch.tag).validate(arch)
        judge_schema(view, copy.deepcopy(arch), docket)
        return whole, not docket.faults

    def test_quiet_about_every_view_that_is_judged_child_by_child(self):
        self.assertGreater(len(self.archs), 50)
        for view, arch in self.archs:
            self.assertEqual(self.verdicts(view, arch), (True, True), view.xml_id)

    def test_values_that_a_grammar_looks_at_are_looked_at(self):
        view, calendar = next(each for each in self.archs if each[1].tag == "calendar")
        for mode, verdict in (("day", True), ("zz", False), ("week", True)):
            calendar.set("mode", mode)
            self.assertEqual(self.verdicts(view, calendar), (verdict, verdict))

    def test_same_verdict_on_garbled_ones(self):
        chance = random.Random(SEED)
        rejected = 0
        for _number in range(GARBLED):
            tag = chance.choice(sorted(LOOSE))
            view, sound = chance.choice(
                [each for each in self.archs if each[1].tag == tag]
            )
            arch = copy.deepcopy(sound)
            _garble(arch, chance)
            whole, ours = self.verdicts(view, arch)
            self.assertEqual(whole, ours, etree.tostring(arch, encoding="unicode"))
            rejected += not whole
        self.assertGreater(rejected, GARBLED / 4)
        self.assertLess(rejected, GARBLED)


def _without_sub_views(arch):
    """Return ``arch`` as Odoo shows it to the grammar: sub-views are taken out."""
    for field in arch.iter("field"):
        for child in list(field):
            if child.tag in ("form", "list", "kanban", "graph", "calendar"):
                field.remove(child)
    return arch


def _garble(arch, chance):
    node = chance.choice(list(arch.iter(etree.Element)))
    match chance.randrange(8):
        case 0:
            node.set("zz", "1")
        case 1 if node is not arch:
            node.tag = chance.choice(["field", "zz", "group", "separator", "filter"])
        case 2 if node.get("name"):
            del node.attrib["name"]
        case 3:
            node.text = "zz"
        case 4:
            node.append(copy.deepcopy(chance.choice(list(arch.iter(etree.Element)))))
        case 5:
            name = chance.choice(["limit", "editable", "mode", "expand", "invisible"])
            node.set(name, chance.choice(["1", "top", "zz", ""]))
        case 6 if node is not arch:
            node.tail = "zz"
        case _:
            node.attrib.clear()
