"""The one contract of all checks."""

from odoo import api, models

from ..core.look import DATABASE as SCOPE_DATABASE
from ..core.look import NODE as SCOPE_NODE
from ..core.look import STANDARD
from ..core.rules import RULES, threshold


class HealthChecker(models.AbstractModel):
    """One named look at a live database or node.

    To add a check, in this addon or in another, inherit this model under a new name,
    fill the class attributes and yield findings from :meth:`_look`::

        class Printers(models.AbstractModel):
            _name = "ipai.health.checker.printers"
            _inherit = "ipai.health.checker"
            _health_check = "printers"
            _health_title = "Label printers"
            _health_rules = (Rule(code="printer-silent", ...),)

            def _look(self, look):
                yield Finding(rule="printer-silent", subject="label-1", message="…")

    It then stands in the backend, the probe's details, the metrics and
    ``odoo health``.
    """

    _name = "ipai.health.checker"
    _description = "Health check"

    _health_check = None
    """The code of the check, as in ``/ipai/health/checks/<check>``."""
    _health_title = ""
    """What people read; marked for translation with ``core.text._``, in other addons
    with ``odoo.tools.translate.LazyTranslate``.
    """
    _health_scope = SCOPE_DATABASE
    """Whether it looks at the database or at one node."""
    _health_node_part = False
    """Whether a check of the database has a part that looks at one node."""
    _health_snapshot = True
    """Whether all statements see one moment; a long look is fairer to the database,
    and nearer to the truth, when each sees its own.
    """
    _health_depth = STANDARD
    """The cheapest run that includes it."""
    _health_limit = 60.0
    """Seconds after which a look is stopped."""
    _health_keeps_time = False
    """Whether it ends by itself within ``look.seconds`` and is carried on by the next
    look; then a person who waits may give it more time than a schedule.
    """
    _health_rules = ()
    """Rules that are not in the catalogue: those of other addons."""
    _health_sequence = 100
    """The order in which people see the checks."""

    @api.model
    def _look(self, look):
        """Yield a :class:`Finding` for each fault, and nothing when all is well.

        Look only: do not write, commit, send, sleep or log at warning. Raise
        ``CheckSkipped`` when there is nothing to look at here.

        :param look: a :class:`core.look.Look`
        """
        return iter(())

    @api.model
    def _look_node(self, look):
        """Yield what is wrong with the node that looks, where ``_health_node_part``
        says that a check of the database has such a part.
        """
        return iter(())

    @api.model
    def _look_at(self, look):
        """Look at what ``look.scope`` says."""
        if look.scope != self._health_scope:
            return self._look_node(look)
        return self._look(look)

    @api.model
    def _checkers(self, scope=None):
        """Return the checkers of this database by code, in the order people see; with
        ``scope``, those that have something to look at there.
        """
        names = self.env.registry.descendants(["ipai.health.checker"], "_inherit")
        checkers = [self.env[name] for name in names if self.env[name]._health_check]
        checkers.sort(key=lambda each: (each._health_sequence, each._health_check))
        return {
            checker._health_check: checker
            for checker in checkers
            if scope in (None, checker._health_scope)
            or (scope == SCOPE_NODE and checker._health_node_part)
        }

    @api.model
    def _threshold(self, code):
        """Return the number that decides about rule ``code`` in this database, in the
        unit of the rule.
        """
        own = self.env["ipai.health.rule"]._own_thresholds()
        return threshold(code, own, self._rules())

    @api.model
    def _rules(self):
        """Return every rule known to this database by its code."""
        rules = dict(RULES)
        for checker in self._checkers().values():
            rules.update((rule.code, rule) for rule in checker._health_rules)
        return rules
