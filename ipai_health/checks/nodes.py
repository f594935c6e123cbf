"""The servers of one database: the same code, the same time, none lost."""

from odoo import models

from ..core.finding import Finding
from ..core.look import QUICK
from ..core.nodes import DRIFT, SILENT, judge
from ..core.text import _

NAMED = 5
"""How many modules a message names."""


class HealthCheckerNodes(models.AbstractModel):
    """Looks at the rows that the nodes keep; asks no node anything."""

    _name = "ipai.health.checker.nodes"
    _inherit = "ipai.health.checker"
    _description = "Health check: nodes"

    _health_check = "nodes"
    _health_title = _("Nodes")
    _health_sequence = 90
    _health_depth = QUICK

    def _look(self, look):
        skew = self._threshold("node-clock-skew")
        for trouble in judge(self.env["ipai.health.node"]._states(), skew):
            yield Finding(
                rule=trouble.rule,
                subject=trouble.node.name,
                message=self._message(trouble),
            )

    def _message(self, trouble):
        node = trouble.node
        if trouble.rule == DRIFT:
            return self._drift(node.name, trouble.other.name)
        if trouble.rule == SILENT:
            return self.env._(
                "The node %(node)s has given no sign of life for %(seconds)d s and did "
                "not say goodbye.",
                node=node.name,
                seconds=node.unseen,
            )
        return self.env._(
            "The clock of the node %(node)s differs from that of the database by "
            "%(seconds)+.1f s.",
            node=node.name,
            seconds=node.clock_skew,
        )

    def _drift(self, name, other):
        differing = self._differing(name, other)
        shown = ", ".join(differing[:NAMED])
        if len(differing) > NAMED:
            shown = self.env._(
                "%(names)s and %(count)d more",
                names=shown,
                count=len(differing) - NAMED,
            )
        return self.env._(
            "The node %(node)s runs other code than %(other)s; different: %(modules)s.",
            node=name,
            other=other,
            modules=shown,
        )

    def _differing(self, name, other):
        """Return the names of the modules whose code is not the same on both."""
        nodes = self.env["ipai.health.node"].search([("name", "in", (name, other))])
        one, two = (nodes.filtered(lambda n, x=x: n.name == x) for x in (name, other))
        mine, theirs = one.module_fingerprints or {}, two.module_fingerprints or {}
        names = sorted(mine.keys() | theirs.keys())
        return [each for each in names if mine.get(each) != theirs.get(each)]
