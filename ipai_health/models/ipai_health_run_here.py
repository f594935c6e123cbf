"""Runs of the checks of a node, on the node itself."""

import dataclasses

import psycopg2

from odoo import api, models

from ..checks.checker import SCOPE_NODE
from ..checks.isolation import DONE, SKIPPED, look_isolated
from ..core.look import Look, includes
from ..core.trigger import ALONE
from .ipai_health_run_look import LOCK
from .transaction import alone

PATIENCE = 60.0
"""Seconds to wait for another run of this database before news are kept for later."""

NOTHING = ("", frozenset(), "")
"""What is known before the first look."""


@dataclasses.dataclass
class NodeMemory:
    """What the looks of one node remember from one to the next, by check."""

    memos: dict = dataclasses.field(default_factory=dict)
    stored: dict = dataclasses.field(default_factory=dict)
    """The outcome that the database has."""

    @property
    def names(self):
        """Return the checks whose outcome the database has."""
        return list(self.stored)


class HealthRun(models.Model):
    _inherit = "ipai.health.run"

    @api.model
    def _run(self, depth, trigger, *args, **options):
        """Ask every node to look too when it is a person who wants to know."""
        if trigger not in ALONE:
            with self._own() as run:
                run.env["ipai.health.node"]._ask()
        return super()._run(depth, trigger, *args, **options)

    @api.model
    def _nodes_asked(self):
        """Return what people are told where a check of the nodes shall look: they run
        it themselves.
        """
        return self.env._("Every node has been asked to look; it takes some seconds.")

    @api.model
    def _look_here(self, node, depth, memory=None):
        """Look with the checks of a node, store what is news, and return what to hand
        in the next time.

        Ten nodes look every five minutes and mostly find what they had found: that
        costs a transaction a check, and no run is noted.

        :raise psycopg2.OperationalError: the database went away: whatever could not
            look for that is no news, and would be told long after it is back
        """
        memory = memory or NodeMemory()
        news = {}
        for name, seconds in self._plan(depth, node, memory).items():
            look, outcome = self._look_with(name, depth, seconds, memory)
            if outcome.cut_off:
                raise psycopg2.OperationalError(outcome.reason)
            if _essence(outcome) != memory.stored.get(name):
                news[name] = (look, outcome)
        if news:
            self._store_news(node, depth, news, memory)
        return memory

    @api.model
    def _plan(self, depth, node, memory):
        """Return the seconds of each check to look with, and remember what it did."""
        checkers = self.env["ipai.health.checker"]._checkers(SCOPE_NODE)
        plan = {}
        with self._own() as run:
            rows = run.env["ipai.health.check"]._for_checkers(checkers)
            for name, checker in checkers.items():
                if rows[name].enabled and includes(depth, checker._health_depth):
                    memory.memos.setdefault(name, rows[name]._memo_of(node))
                    plan[name] = rows[name]._limit(checker)
        return plan

    @api.model
    def _look_with(self, name, depth, seconds, memory):
        checker = self.env["ipai.health.checker"]._checkers()[name]
        _state, findings, _reason = memory.stored.get(name, NOTHING)
        look = Look(
            depth=depth,
            scope=SCOPE_NODE,
            seconds=seconds,
            open_subjects=frozenset((each.rule, each.subject) for each in findings),
            memo=memory.memos[name],
        )
        outcome = look_isolated(checker, look, seconds)
        if outcome.state in (DONE, SKIPPED):
            memory.memos[name] = look.new_memo
        return look, outcome

    @api.model
    def _store_news(self, node, depth, news, memory):
        with alone(self.env, LOCK, PATIENCE) as free:
            if not free:
                return
            run_id = self._begin(depth, node)
            for name, (look, outcome) in news.items():
                stored = self._store_whatever_came(
                    run_id, name, depth, node, look, outcome
                )
                if stored is outcome:
                    memory.stored[name] = _essence(outcome)
            self._finish(run_id)


def _essence(outcome):
    """Return what makes an outcome news."""
    return outcome.state, frozenset(outcome.findings), outcome.reason
