"""What a run leaves in the database, each step in a transaction of its own, so that a
run that is killed leaves nothing half-written.
"""

import time

import psycopg2

from odoo import api, models

from ..checks.isolation import (
    CRASHED,
    DONE,
    SKIPPED,
    TIMED_OUT,
    Outcome,
    is_cut_off,
)
from ..core.finding import Finding
from ..core.own_log import own_logger
from ..core.rules import anywhere
from ..core.severity import status_of
from .transaction import RESTART, database_now

_logger = own_logger(__name__)

RULE_OF = {CRASHED: anywhere.CRASHED, TIMED_OUT: anywhere.TIMED_OUT}


class HealthRun(models.Model):
    _inherit = "ipai.health.run"

    @api.model
    def _begin(self, depth, trigger):
        """Return the id of a new run; one that was killed before is interrupted."""
        with self._own() as run:
            run.search([("state", "=", "running")]).write({"state": "interrupted"})
            run.env["ipai.health.finding"]._unmute_expired()
            run.env["ipai.health.check"]._sync()
            run.env["ipai.health.rule"]._sync()
            return run.create(
                {"start": database_now(run.env), "depth": depth, "trigger": trigger}
            ).id

    @api.model
    def _note_beginning(self, run_id, name):
        """Note that the check ``name`` looks from now on."""
        self.browse(run_id).write(
            {"progress_check": name, "progress_done": 0, "progress_total": 0}
        )

    @api.model
    def _note_progress(self, run_id, done, total):
        """Note how far the check that looks now is."""
        self.browse(run_id).write({"progress_done": done, "progress_total": total})

    @api.model
    def _keep(self, name, node, memo):
        """Remember ``memo`` at once, for a look that may be stopped or killed."""
        with self._own() as run:
            run.env["ipai.health.check"]._for_checkers([name])[name]._remember(
                node, memo
            )

    @api.model
    def _store_whatever_came(self, run_id, name, depth, node, look, outcome):
        """Store ``outcome`` and return it. One that cannot be stored, whatever a check
        or a name of a record brought, becomes a crash: it must not cost the checks
        after it their look.

        :raise psycopg2.Error: there is no database to store it in
        """
        try:
            self._store_again(run_id, name, depth, node, look, outcome)
        except Exception as error:
            if is_cut_off(error):
                raise
            _logger.info("what %s found cannot be stored", name, exc_info=True)
            reason = f"what it found cannot be stored: {type(error).__name__}"
            outcome = Outcome(CRASHED, seconds=outcome.seconds, reason=reason)
            with self._own() as run:
                run._store_outcome(run_id, name, depth, node, look, outcome)
        return outcome

    @api.model
    def _store_again(self, *arguments):
        """Store an outcome, a second time when somebody muted a finding meanwhile, or
        PostgreSQL restarted.
        """
        try:
            self._store_once(*arguments)
        except psycopg2.errors.SerializationFailure:
            self._store_once(*arguments)
        except psycopg2.Error as error:
            if not is_cut_off(error):
                raise
            time.sleep(RESTART)
            self._store_once(*arguments)

    @api.model
    def _store_once(self, *arguments):
        with self._own() as run:
            run._store_outcome(*arguments)

    @api.model
    def _store_outcome(self, run_id, name, depth, node, look, outcome):
        """Store the findings of a look and what it remembers; a look that could not
        leaves both as they were.
        """
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
    def _finish(self, run_id):
        """Note that the run is done, and what the database's status is now."""
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
