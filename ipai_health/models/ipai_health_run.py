"""One run of checks: the only place that runs them and stores what they found."""

import contextlib
import logging
import time
import zlib

from odoo import api, fields, models

from ..checks.checker import SCOPE_DATABASE
from ..checks.isolation import CRASHED, DONE, SKIPPED, TIMED_OUT, look_isolated
from ..core.finding import Finding
from ..core.look import DEPTHS, QUICK, Look, includes
from ..core.rules import anywhere
from ..core.severity import status_of
from .transaction import alone, database_now, own_environment

_logger = logging.getLogger(__name__)

LOCK = zlib.crc32(b"ipai_health.run")
"""The advisory lock that keeps runs of one database one at a time."""

BY_HAND = "command"
"""The trigger of ``odoo health``: somebody waits for the whole truth."""

KEPT_DAYS = 30
"""Days that a run is kept: what the Overview's history shows."""

PROGRESS_EVERY = 1.0
"""Seconds between two notes of how far a look is: as often as people can read."""

RULE_OF = {CRASHED: anywhere.CRASHED, TIMED_OUT: anywhere.TIMED_OUT}


class HealthRun(models.Model):
    _name = "ipai.health.run"
    _description = "Health run"
    _order = "start desc, id desc"
    _rec_name = "start"

    start = fields.Datetime(required=True, readonly=True)
    end = fields.Datetime(readonly=True)
    depth = fields.Selection(
        [(depth, depth.capitalize()) for depth in DEPTHS], required=True, readonly=True
    )
    trigger = fields.Char(required=True, readonly=True, help="Who asked for it.")
    asked_by = fields.Char(compute="_compute_asked_by")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("interrupted", "Interrupted")],
        required=True,
        default="running",
        readonly=True,
    )
    status = fields.Selection(
        [("pass", "Pass"), ("warn", "Warning"), ("fail", "Fail")], readonly=True
    )
    progress_check = fields.Char(readonly=True, help="The check that looks now.")
    progress_done = fields.Integer(readonly=True)
    progress_total = fields.Integer(readonly=True)
    durations = fields.Json(readonly=True, help="Seconds by check.")
    opened_count = fields.Integer(readonly=True)
    resolved_count = fields.Integer(readonly=True)

    def _register_hook(self):
        """Look again soon when this process has installed or upgraded modules: that is
        when bundles, fields and views change.
        """
        super()._register_hook()
        if self.env.registry.updated_modules:
            self._look_soon()

    @api.model
    def _look_soon(self):
        """Trigger the quick run, unless this addon is being removed itself."""
        quick = self.env.ref("ipai_health.ir_cron_quick", raise_if_not_found=False)
        if quick:
            quick.sudo()._trigger()

    @api.model
    def _run_quick(self):
        self._run(QUICK, "schedule")

    @api.model
    def _run_standard(self):
        self._run("standard", "schedule")

    @api.model
    def _run_full(self):
        self._run("full", "schedule")

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
        of this database is under way.

        :param depth: ``quick``, ``standard`` or ``full``
        :param trigger: who asked for it, for the record
        :param names: the checks to run, whatever their depth; all of ``depth`` if None
        :param patience: seconds to wait for another run to end
        :param tell: called with check, done and total while a look goes on
        """
        with alone(self.env, LOCK, patience) as free:
            if not free:
                _logger.info("health run skipped: another one is under way")
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
                    unhurried=trigger == BY_HAND,
                )
            self._finish(run_id, outcomes)
            self._tell()
            return outcomes

    @api.model
    def _tell(self):
        """Tell people what changed; a failure to do so is a finding, not an error."""
        try:
            self.env["ipai.health.notification"]._tell()
        except Exception as error:  # noqa: BLE001  mail goes through code of any addon
            _logger.info("health notification failed", exc_info=True)
            with self._own() as run:
                run.env["ipai.health.finding"]._notification_failed(
                    "mail",
                    self.env._(
                        "Nobody could be told what changed: %(reason)s",
                        reason=type(error).__name__,
                    ),
                )

    @api.model
    def _chosen(self, depth, names, scope):
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
    def _run_one(self, run_id, name, depth, scope, node, progress, unhurried):
        checker = self.env["ipai.health.checker"]._checkers()[name]
        with self._own() as run:
            check = run.env["ipai.health.check"]._for_checkers([name])[name]
            run.browse(run_id).write(
                {"progress_check": name, "progress_done": 0, "progress_total": 0}
            )
            open_findings = check.finding_ids.filtered(
                lambda each: each.state != "resolved" and each.node == node
            )
            limit = check._limit(checker, unhurried)
            look = Look(
                depth=depth,
                scope=scope,
                seconds=limit,
                open_subjects=frozenset(
                    (each.rule, each.subject) for each in open_findings
                ),
                memo=check._memo_of(node),
                progress=progress,
                keep=lambda memo: self._keep(name, node, memo),
            )
        outcome = look_isolated(checker, look, limit)
        with self._own() as run:
            run._store_outcome(run_id, name, depth, node, look, outcome)
        return outcome

    @api.model
    def _progress_of(self, run_id, name, tell):
        """Return the function by which a look tells how far it is, at most once a
        second.
        """
        told = time.monotonic()

        def progress(done, total):
            nonlocal told
            if time.monotonic() - told >= PROGRESS_EVERY:
                told = time.monotonic()
                if tell:
                    tell(name, done, total)
                with self._own() as run:
                    run.browse(run_id).write(
                        {"progress_done": done, "progress_total": total}
                    )

        return progress

    @api.model
    def _keep(self, name, node, memo):
        """Remember ``memo`` at once, for a look that may be stopped or killed."""
        with self._own() as run:
            run.env["ipai.health.check"]._for_checkers([name])[name]._remember(
                node, memo
            )

    def _store_outcome(self, run_id, name, depth, node, look, outcome):
        now = database_now(self.env)
        check = self.env["ipai.health.check"]._for_checkers([name])[name]
        complete = outcome.state in (DONE, SKIPPED)
        found = outcome.findings if complete else [self._blind(name, outcome)]
        opened, resolved = self.env["ipai.health.finding"]._store(
            check, node, found, now, complete
        )
        self.env["ipai.health.purge"]._log_offer(opened)
        values = {
            "outcome": outcome.state,
            "reason": outcome.reason or False,
            "duration": outcome.seconds,
        }
        if complete:
            values |= {"last_look": now, "last_depth": depth}
            check._remember(node, look.new_memo)
        if look.scope == check.scope:
            check.write(values)
        check._refresh_status()
        run = self.browse(run_id)
        run.write(
            {
                "durations": (run.durations or {}) | {name: outcome.seconds},
                "opened_count": run.opened_count + len(opened),
                "resolved_count": run.resolved_count + len(resolved),
            }
        )

    @api.model
    def _blind(self, name, outcome):
        """Return the finding that says that check ``name`` could not look."""
        return Finding(
            rule=RULE_OF[outcome.state],
            subject=name,
            message=self.env._(
                "The check %(check)s could not look: %(reason)s",
                check=name,
                reason=outcome.reason,
            ),
        )

    @api.model
    def _begin(self, depth, trigger):
        with self._own() as run:
            run.search([("state", "=", "running")]).write({"state": "interrupted"})
            run.env["ipai.health.finding"]._unmute_expired()
            return run.create(
                {"start": database_now(run.env), "depth": depth, "trigger": trigger}
            ).id

    @api.model
    def _finish(self, run_id, outcomes):
        with self._own() as run:
            findings = run.env["ipai.health.finding"].search([("state", "=", "open")])
            run.browse(run_id).write(
                {
                    "end": database_now(run.env),
                    "state": "done",
                    "progress_check": False,
                    "status": status_of(findings.mapped("severity")),
                }
            )

    @api.depends("trigger")
    @api.depends_context("lang")
    def _compute_asked_by(self):
        for run in self:
            run.asked_by = run._trigger_label()

    def _trigger_label(self):
        """Return who asked for this run, as people say it."""
        remedy = self.env["ipai.health.remedy"]._remedies().get(self.trigger)
        if remedy is not None:
            return self.env._(remedy._remedy_title)
        labels = {"schedule": self.env._("by schedule"), "command": "odoo health"}
        return labels.get(self.trigger, self.trigger)

    @contextlib.contextmanager
    def _own(self):
        """Give this model as superuser in a transaction of its own, in English: what
        a run stores is read by everybody.
        """
        with own_environment(self.env, "en_US") as env:
            yield env[self._name]

    @api.model
    def _look_only(self, depth, names, scope):
        """Return the outcomes by check of looking without storing anything."""
        checkers = self.env["ipai.health.checker"]._checkers(scope)
        chosen = {name: checkers[name] for name in self._chosen(depth, names, scope)}
        return {
            name: look_isolated(
                checker, Look(depth, scope=scope), checker._health_limit
            )
            for name, checker in chosen.items()
        }

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Datetime.subtract(database_now(self.env), days=KEPT_DAYS)
        self.search([("start", "<", limit)]).unlink()
