"""Validates trees of views and says who is guilty of what is wrong with them."""

import logging

from .blame import Blamer
from .calls import Calls
from .catalog import Catalog
from .docket import Docket, Knowledge
from .faults import Blamed, invalid
from .forest import Forest
from .judge import judge_class
from .locators import faulty_locators
from .quiet import quiet
from .schema import judge_schema
from .template_judge import TemplateJudge

_logger = logging.getLogger(__name__)


class Audit:
    """The validation of all views of ``env``, or of some whole families."""

    def __init__(self, env, ids=None):
        self.docket = Docket(Catalog(env), Knowledge())
        view_class = env.registry["ir.ui.view"]
        judging_class = judge_class(view_class, self.docket)
        self.forest = Forest(judging_class(env, (), ()), ids)
        self.templates = TemplateJudge(env["ir.qweb"], Calls(env))
        self.known = {}

    def run(self, progress):
        """Return the faults, each once, with who is guilty of it.

        :param progress: called with how many trees are done, and of how many
        """
        with quiet():
            trees = self.forest.trees()
            for fault in self.forest.faults:
                self._keep(fault)
            for view in self.forest.views.values():
                if view.active and view.inherit_id:
                    for fault in faulty_locators(view):
                        self._keep(fault)
            for index, tree in enumerate(trees):
                if index % 100 == 0:
                    progress(index, len(trees))
                self._examine_guarded(tree)
        return list(self.known.values())

    def _examine_guarded(self, tree):
        """Examine ``tree``; where that fails let Odoo itself judge, so that a mistake
        of ours loses no other view.
        """
        try:
            self._examine(tree)
        except Exception:  # noqa: BLE001  whatever is wrong in here, look at the rest
            _logger.info("the audit of view %s failed", tree.view.id, exc_info=True)
            self.docket.take()
            self._ask_odoo(tree)

    def _ask_odoo(self, tree):
        view = tree.view.env["ir.ui.view"].browse(tree.view.id)
        try:
            view._check_xml()
        except Exception as error:  # noqa: BLE001  it raises what it stumbles over
            self._keep(Blamed(invalid(str(error)), view.id))

    def _examine(self, tree):
        if self._is_sound(tree):
            return
        blamed = Blamer(tree, self._judge).blamed()
        own = tree.own()
        for each in blamed:
            if each.view_id not in own and len(tree.chain) > 1:
                each = self._fault_of_descendant(tree, each)
            if each is not None:
                self._keep(each)

    def _fault_of_descendant(self, tree, blamed):
        """Return who is guilty of a fault met in ``tree`` that lies in what it is built
        upon: nobody new if it was met there already, else the view that builds on it.
        """
        place = (blamed.view_id, blamed.fault.rule, blamed.fault.token)
        if blamed.key in self.known or place in self.places:
            return None
        if not self.forest.views[blamed.view_id].active:
            return blamed
        return Blamed(blamed.fault, tree.view.id)

    @property
    def places(self):
        return {
            (each.view_id, each.fault.rule, each.fault.token)
            for each in self.known.values()
            if each.fault.token
        }

    def _keep(self, blamed):
        self.known.setdefault(blamed.key, blamed)

    def _is_sound(self, tree):
        """Tell, as fast as can be, whether Odoo accepts the tree."""
        try:
            arch = tree.root._combine(tree.hierarchy)
        except Exception:  # noqa: BLE001  any failure is looked into afterwards
            return False
        return not self._judge(tree.view, arch, tree)

    def _judge(self, view, arch, tree=None):
        """Return the faults of the combined ``arch`` of ``view``."""
        if view.type == "qweb":
            self.templates.judge(arch, self.docket)
        else:
            view._validate_view(arch, view.model)
            judge_schema(view, arch, self.docket)
        return self.docket.take()
