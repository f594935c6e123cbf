"""One running server process tree: known by host name and HTTP port."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.modules import module
from odoo.tools import SQL

from ..core import thresholds
from ..core.nodes import Node
from .transaction import WITHOUT_SNAPSHOT, database_now

RUNNING = "running"
SILENT = "silent"
STOPPED = "stopped"
STATES = [(RUNNING, "Running"), (SILENT, "Silent"), (STOPPED, "Stopped")]


class HealthNode(models.Model):
    """The node's helper thread keeps the row by SQL of its own (``node.register``):
    it must come through while the registry is what is broken.
    """

    _name = "ipai.health.node"
    _description = "Odoo node"
    _order = "name"

    name = fields.Char(required=True, readonly=True, help="Host name and HTTP port.")
    state = fields.Selection(STATES, compute="_compute_state")
    port = fields.Integer("HTTP port", readonly=True)
    pid = fields.Integer("Process", readonly=True)
    workers = fields.Integer(readonly=True, help="0 for a server with threads.")
    odoo_version = fields.Char("Odoo", readonly=True)
    addon_version = fields.Char("IPAI Health", readonly=True)
    fingerprint = fields.Char(
        "Code", readonly=True, help="Of the installed modules on this node's disk."
    )
    module_fingerprints = fields.Json(readonly=True, groups="base.group_no_one")
    started = fields.Datetime(readonly=True)
    last_seen = fields.Datetime(readonly=True)
    steady_since = fields.Datetime(
        readonly=True, help="Since when it gives signs of life without a gap."
    )
    stopped = fields.Datetime(readonly=True, help="When it said goodbye.")
    beat = fields.Float(
        "Beat (s)", readonly=True, help="Seconds between two signs of life."
    )
    asked = fields.Boolean(readonly=True, help="Somebody wants it to look now.")
    clock_skew = fields.Float(
        "Clock skew (s)", readonly=True, help="Against the clock of the database."
    )

    _name_unique = models.Constraint("UNIQUE (name)", "A node stands here once.")

    def _compute_state(self):
        states = {state.name: state for state in self._states()}
        for node in self:
            known = states.get(node.name)
            if known is None or known.stopped:
                node.state = STOPPED
            else:
                node.state = SILENT if known.unseen > known.patience else RUNNING

    @api.model
    def _states(self):
        """Return every node as ``core.nodes`` judges it, by the database's clock."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT name, coalesce(fingerprint, '') AS fingerprint,
                       extract(epoch FROM moment - started)::float AS started,
                       extract(epoch FROM moment - last_seen)::float AS unseen,
                       extract(epoch FROM moment - steady_since)::float AS steady,
                       beat, stopped IS NOT NULL AS stopped,
                       coalesce(clock_skew, 0) AS clock_skew
                  FROM ipai_health_node,
                       (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS moment) AS clock
                 WHERE last_seen IS NOT NULL
                 ORDER BY name
                """
            )
        )
        return [Node(**row) for row in self.env.cr.dictfetchall()]

    @api.model
    def _ask(self):
        """Let every node look with its next sign of life; to be called at the start
        of a transaction.
        """
        if not module.current_test:
            # a sign of life in between is no reason to fail
            self.env.cr.execute(SQL(WITHOUT_SNAPSHOT))
        self.env.cr.execute("UPDATE ipai_health_node SET asked = TRUE")
        self.invalidate_model(["asked"])

    @api.model
    def _take_over(self, name):
        """Let the new node ``name`` succeed the one on its port that stopped last: a
        container started anew has a new host name, and what is known, or muted, about
        its predecessor is as true of it. Whatever else stopped will not come back.
        """
        node = self.search([("name", "=", name)])
        stopped = self.search([("stopped", "!=", False)], order="stopped desc") - node
        findings = self.env["ipai.health.finding"]
        known = findings.search_count([("node", "=", name)], limit=1)
        predecessor = stopped.filtered(lambda each: each.port == node.port)[:1]
        if predecessor and not known:
            findings.search([("node", "=", predecessor.name)]).write({"node": name})
        stopped.unlink()

    @api.model
    def _forget_gone(self):
        """Remove the rows of nodes that will not come back."""
        now = database_now(self.env)
        silent = now - timedelta(seconds=thresholds.NODE_FORGOTTEN)
        stopped = now - timedelta(seconds=thresholds.NODE_STOPPED_KEPT)
        self.search(
            ["|", ("last_seen", "<", silent), ("stopped", "<", stopped)]
        ).unlink()

    def unlink(self):
        """Forget what was found on a node that is gone: nobody can look at it."""
        names = self.mapped("name")
        done = super().unlink()
        # a manager may remove a node, but closes no finding by hand
        findings = self.env["ipai.health.finding"].sudo()
        gone = findings.search([("node", "in", names), ("state", "!=", "resolved")])
        gone.write({"state": "resolved", "resolved_at": database_now(self.env)})
        gone.check_id._refresh_status()
        checks = self.env["ipai.health.check"].sudo()
        checks.search([("node_memos", "!=", False)])._forget_nodes(names)
        return done
