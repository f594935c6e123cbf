"""A run: the only place that lets checks look, one after the other, and one run of a
database at a time.
"""

import time
import zlib
from dataclasses import replace

from odoo import api, models

from ..checks import budget
from ..checks.checker import SCOPE_DATABASE
from ..checks.isolation import CRASHED, Outcome, look_isolated
from ..core.look import Look, includes
from ..core.own_log import own_logger
from ..core.trigger import COMMAND, NODE, SCHEDULE
from .transaction import RESTART, alone

_logger = own_logger(__name__)

LOCK = zlib.crc32(b"ipai_health.run")
"""The advisory lock that keeps runs of one database one at a time."""


class HealthRun(models.Model):
    _inherit = "ipai.health.run"

    @api.model
    def _run(
        self,
        depth,
        trigger,
        names=None,
        scope=SCOPE_DATABASE,
        node="",
        patience=0.0,
        tell=None,
    ):
        """Look, store, and return the outcomes by check; ``None`` when another run
        of this database is under way, or too little time is left for one.

        :param depth: ``quick``, ``standard`` or ``full``
        :param trigger: who asked for it, for the record
        :param names: the checks to run, whatever their depth; all of ``depth`` if None
        :param patience: seconds to wait for another run to end
        :param tell: called with check, done and total while a look goes on
        """
        with alone(self.env, LOCK, patience) as free:
            allowed = self._budget(trigger)
            if not free or not allowed.suffices:
                reason = "too little time is left" if free else "another one looks"
                _logger.debug("%s health run put off: %s", depth, reason)
                self._again(depth, trigger, at_once=free)
                return None
            run_id = self._begin(depth, trigger)
            outcomes = {}
            for name in self._chosen(depth, names, scope):
                progress = self._progress_of(run_id, name, tell)
                outcomes[name] = self._run_one(
                    run_id,
                    name,
                    depth,
                    scope,
                    node,
                    progress,
                    allowed,
                    unhurried=trigger == COMMAND,
                )
            self._finish(run_id)
            self._tell()
            return outcomes

    @api.model
    def _chosen(self, depth, names, scope):
        """Return the codes of the checks of ``scope`` that a run looks with, in order;
        those asked for by name also where they are switched off.
        """
        checkers = self.env["ipai.health.checker"]._checkers(scope)
        if names is not None:
            return [name for name in checkers if name in names]
        with self._own() as run:
            rows = run.env["ipai.health.check"]._for_checkers(checkers)
            enabled = {name for name, row in rows.items() if row.enabled}
        return [
            name
            for name, checker in checkers.items()
            if name in enabled and includes(depth, checker._health_depth)
        ]

    @api.model
    def _budget(self, trigger):
        """Return the time for all looks of a run, which depends on who waits."""
        if trigger == SCHEDULE:
            return budget.of_schedule()
        return budget.endless() if trigger in (COMMAND, NODE) else budget.of_request()

    @api.model
    def _run_one(self, run_id, name, depth, scope, node, progress, allowed, unhurried):
        """Let the check ``name`` look, store what came of it, and return that."""
        checker = self.env["ipai.health.checker"]._checkers()[name]
        with self._own() as run:
            run._note_beginning(run_id, name)
            check = run.env["ipai.health.check"]._for_checkers([name])[name]
            look = Look(
                depth=depth,
                scope=scope,
                seconds=allowed.share(check._limit(checker, unhurried)),
                open_subjects=check._open_subjects(node),
                memo=check._memo_of(node),
                progress=progress,
                keep=lambda memo: self._keep(name, node, memo),
            )
        outcome = look_isolated(checker, look, look.seconds)
        if outcome.cut_off:
            # told as a crash, a restart of PostgreSQL would stay until the next look
            time.sleep(RESTART)
            look = replace(look, seconds=allowed.share(look.seconds))
            outcome = look_isolated(checker, look, look.seconds)
        if self._is_outdated():
            # old code was compared with new tables; a run follows every such change
            reason = "modules changed while it looked"
            return Outcome(CRASHED, seconds=outcome.seconds, reason=reason)
        return self._store_whatever_came(run_id, name, depth, node, look, outcome)

    @api.model
    def _is_outdated(self):
        """Tell whether the registry that this run looks with is one of before."""
        registry = self.env.registry
        with self._own() as run:
            sequence, _caches = registry.get_sequences(run.env.cr)
        return sequence != registry.registry_sequence

    @api.model
    def _look_only(self, depth, names, scope):
        """Return the outcomes by check of looking without storing anything."""
        checkers = self.env["ipai.health.checker"]._checkers(scope)
        chosen = {name: checkers[name] for name in self._chosen(depth, names, scope)}
        look = Look(depth, scope=scope, live=True)
        return {
            name: look_isolated(checker, replace(look), checker._health_limit)
            for name, checker in chosen.items()
        }
