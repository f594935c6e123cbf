"""Puts faults into real views and compares what Odoo and the check say of each."""

import re
from collections import Counter, defaultdict
from contextlib import closing

from ..checks.view_audit.audit import audit
from ..checks.view_audit.quiet import quiet


class Differential:
    """The comparison, fault after fault, each in a savepoint that is rolled back."""

    def __init__(self, env, mutator):
        self.env = env
        self.mutator = mutator
        self.counts = defaultdict(Counter)
        self.complaints = []

    def run(self, count):
        """Try ``count`` faults, in equal shares of each kind."""
        kinds = list(self.mutator.kinds())
        for index in range(count):
            kind = kinds[index % len(kinds)]
            savepoint = self.env.cr.savepoint(flush=False)
            with closing(savepoint):
                try:
                    mutation = self.mutator.mutate(kind)
                except LookupError:
                    self.counts[kind]["impossible"] += 1
                else:
                    self._compare(mutation)
                self.mutator.restore()
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_cache("templates")

    def _compare(self, mutation):
        counts = self.counts[mutation.kind]
        views = family(self.env["ir.ui.view"].browse(mutation.view_id))
        rejected = self._rejected(views)
        blamed = audit(self.env, views)
        counts["tried"] += 1
        counts["rejected"] += bool(rejected)
        if rejected and not blamed:
            self._complain("missed", mutation, rejected, blamed)
            counts["missed"] += 1
        if blamed and not rejected:
            self._complain("false alarm", mutation, rejected, blamed)
            counts["false"] += 1
        if not blamed:
            return
        expected = self._guilty(mutation, views)
        right = {each.view_id for each in blamed} <= expected
        counts["blamed"] += 1
        counts["blamed right"] += right
        if not right:
            self._complain("blame", mutation, rejected, blamed)
            return
        own = [each for each in blamed if each.view_id == mutation.view_id]
        if mutation.lines and own:
            lines = {each.line for each in own}
            counts["lines"] += 1
            right = lines >= set(mutation.lines)
            if mutation.kind == "field gone":
                right = lines <= set(mutation.lines)
            counts["lines right"] += right
            if not right:
                self._complain("line", mutation, rejected, blamed)

    def _guilty(self, mutation, ids):
        """Return whom to blame: the view with the fault; those whose locators looked
        for what it took away; when a model lost a field, all that name it.
        """
        views = self.env["ir.ui.view"].browse(ids).filtered("active")
        if mutation.kind == "field gone":
            name = mutation.text.rpartition(".")[2]
            return {view.id for view in views if re.search(rf"\b{name}\b", view.arch)}
        with quiet():
            lost = {view.id for view in views if view.inherit_id and _is_lost(view)}
        return {mutation.view_id} | lost

    def _rejected(self, ids):
        """Return the views among ``ids`` that Odoo rejects."""
        rejected = []
        with quiet():
            for view in self.env["ir.ui.view"].browse(ids):
                if not view.active:
                    continue
                savepoint = self.env.cr.savepoint(flush=False)
                with closing(savepoint):
                    try:
                        self._ask_odoo(view.with_context(lang=None))
                    except Exception as error:  # noqa: BLE001  any is a rejection
                        rejected.append((view.id, str(error)[-300:]))
        return rejected

    def _ask_odoo(self, view):
        view._check_xml()

    def _complain(self, what, mutation, rejected, blamed):
        said = [(e.view_id, e.line, e.fault.rule, e.fault.text[:150]) for e in blamed]
        self.complaints.append(
            f"{what}: {mutation}\n   Odoo: {rejected[:2]}\n   check: {said}"
        )

    def total(self):
        """Return the counts of all kinds together."""
        return sum(self.counts.values(), Counter())

    def table(self):
        """Return the counts as lines of text."""
        names = ["tried", "impossible", "rejected", "missed", "false", "blamed"]
        names += ["blamed right", "lines", "lines right"]
        rows = [f"{'kind':28}" + "".join(f"{name:>13}" for name in names)]
        total = self.total()
        for kind, counts in self.counts.items():
            rows.append(f"{kind:28}" + "".join(f"{counts[name]:13}" for name in names))
        rows.append(f"{'all':28}" + "".join(f"{total[name]:13}" for name in names))
        return rows


class TemplateDifferential(Differential):
    """The same for templates, which Odoo judges by compiling them."""

    def _ask_odoo(self, view):  # pylint: disable=missing-return
        super()._ask_odoo(view)
        if view.mode == "primary":
            qweb = self.env["ir.qweb"].with_context(lang=None)
            code, options, _name = qweb._generate_code(view.id)
            if code is None:
                raise ValueError(options["error"][1])
            for target in view._get_combined_arch().xpath("//@t-call"):
                if "{" not in target and "/" not in target:
                    qweb._get_template(target)


def _is_lost(view):
    """Tell whether Odoo says that a locator of ``view`` finds nothing."""
    try:
        return any("tag" in each for each in view.invalid_locators or ())
    except UnboundLocalError:  # Odoo 19.0 stumbles over a malformed xpath
        return True


def family(view):
    """Return the numbers of all views related to ``view``, inactive ones too."""
    while view.inherit_id:
        view = view.inherit_id
    found, stack = [], [view.with_context(active_test=False)]
    while stack:
        each = stack.pop()
        found.append(each.id)
        stack += each.inherit_children_ids
    return found
