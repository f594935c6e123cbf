"""One round of an audit: the views as one language, on one website, shows them."""

from ...core.own_log import own_logger
from .blame import Blamer
from .calls import Calls
from .combination import Combiner
from .docket import Docket
from .faults import Blamed, invalid, unseen
from .forest import Forest
from .judge import judge_class
from .languages import ENGLISH
from .locators import faulty_locators
from .schema import judge_schema
from .template_judge import TemplateJudge

_logger = own_logger(__name__)

STRIDE = 100
"""Trees between two words about the progress."""


class Round:
    """Looks at the trees of ``env``'s language and website.

    :param known: the faults met in earlier rounds by their key; this one adds to it
    :param touched: look only at trees with one of these views; all when ``None``
    """

    def __init__(self, env, ids, known, catalog, knowledge, touched=None):
        self.docket = Docket(catalog, knowledge)
        self.view_class = env.registry["ir.ui.view"]
        judging_class = judge_class(self.view_class, self.docket)
        website_id = env.context.get("website_id")
        self.forest = Forest(judging_class(env, (), ()), ids, website_id)
        self.templates = TemplateJudge(env["ir.qweb"], Calls(env, website_id))
        self.english = env["ir.ui.view"].with_context(lang=ENGLISH).env
        self.known = known
        self.touched = touched
        lang = None if env.lang == ENGLISH else env.lang
        self.label = {"lang": lang, "website_id": website_id}
        self.places = {each.place for each in known.values()}

    def run(self, progress):
        """Look at every tree, ancestors before those built upon them."""
        trees = self.forest.trees()
        if self.touched is not None:
            trees = [tree for tree in trees if self._is_touched(tree)]
        self.combiner = Combiner(self.view_class, trees)
        for fault in self.forest.faults:
            self._keep(fault)
        for view_id in self.forest.shown:
            if self.touched is None or view_id in self.touched:
                self._examine_locators(self.forest.views[view_id])
        for index, tree in enumerate(trees):
            if index % STRIDE == 0:
                progress(index, len(trees))
            self._examine_guarded(tree)

    def _examine_locators(self, view):
        if view.inherit_id:
            for fault in faulty_locators(view):
                self._keep(fault)

    def _is_touched(self, tree):
        return any(view.id in self.touched for view in tree.members())

    def _examine_guarded(self, tree):
        """Examine ``tree``; where that fails let Odoo itself judge, so that a mistake
        of ours loses no other view.
        """
        try:
            self._examine(tree)
        except Exception as error:  # noqa: BLE001  whatever is wrong, look at the rest
            _logger.info("the audit of view %s failed", tree.view.id, exc_info=True)
            self.docket.take()
            if fault := self._fault_by_odoo(tree, error):
                self._keep(Blamed(fault, tree.view.id))

    def _fault_by_odoo(self, tree, error):
        """Return what Odoo rejects in the tree that we could not look at, because of
        ``error``; ``None`` if it accepts it. Templates it does not judge.
        """
        view = tree.view.env["ir.ui.view"].browse(tree.view.id)
        try:
            view._check_xml()
        except Exception as rejection:  # noqa: BLE001  it raises what it stumbles over
            return invalid(str(rejection))
        return unseen(error) if view.type == "qweb" else None

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
        if blamed.key in self.known or blamed.place in self.places:
            return None
        if not self.forest.views[blamed.view_id].active:
            return blamed
        return Blamed(blamed.fault, tree.view.id)

    def _keep(self, blamed):
        if blamed.key not in self.known:
            blamed.lang = self.label["lang"]
            blamed.website_id = self.label["website_id"]
            self.known[blamed.key] = blamed
            self.places.add(blamed.place)

    def _is_sound(self, tree):
        """Tell, as fast as can be, whether Odoo accepts the tree."""
        try:
            arch = self.combiner.arch(tree)
        except Exception:  # noqa: BLE001  any failure is looked into afterwards
            return False
        if arch is None or tree.strangers(arch.tag):
            return False
        return not self._judge(tree.view, arch)

    def _judge(self, view, arch):
        """Return the faults of the combined ``arch`` of ``view``.

        Odoo's validator speaks English here, whatever language the arch is in: what
        it says tells one fault from another.
        """
        if view.type == "qweb":
            self.templates.judge(arch, self.docket)
        else:
            view = view.with_env(self.english)
            view._validate_view(arch, view.model)
            judge_schema(view, arch, self.docket)
        return self.docket.take()
