"""What the Overview shows: what is stored, and what a live look adds to it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..checks.isolation import DONE, look_isolated
from ..core.live import LIVE_CHECKS
from ..core.look import DEPTHS, QUICK, Look
from ..core.rule import BREAKING, BROKEN, IMPACT_TITLES
from ..core.severity import SEVERITIES, status_of
from .ipai_health_finding import OPEN
from .rights import is_manager, require_manager, require_member

LIVE_LIMIT = 3.0
"""Seconds that a person waits for the live look."""

HISTORY_DAYS = 30


class HealthOverview(models.AbstractModel):
    _name = "ipai.health.overview"
    _description = "Health overview"

    @api.model
    def load(self):
        """Return the whole page as one dictionary, for members of the Health group."""
        require_member(self.env)
        findings = self._findings()
        last = self._last_run()
        return {
            "status": status_of(each["severity"] for each in findings),
            "sentence": self._sentence(findings, last),
            "last_run": last,
            "running": self.progress(),
            "maintenance": self.env["ipai.health.maintenance"]._as_dict(),
            "groups": self._groups(findings),
            "muted": self.env["ipai.health.finding"].search_count(
                [("state", "=", "muted")]
            ),
            "checks": self._checks(),
            "history": self._history(),
            "can_act": is_manager(self.env),
        }

    @api.model
    def run_now(self, depth="standard"):
        """Run the checks of ``depth`` now; return whether a run was begun."""
        require_manager(self.env)
        if depth not in DEPTHS:
            raise UserError(self.env._("There is no depth %(depth)s.", depth=depth))
        runs = self.env["ipai.health.run"].sudo()
        return runs._run(depth, self.env.user.name) is not None

    @api.model
    def progress(self):
        """Return the check that looks now and how far it is, ``False`` when none."""
        require_member(self.env)
        run = self.env["ipai.health.run"].search([("state", "=", "running")], limit=1)
        if not run:
            return False
        titles = {
            each.name: each.title for each in self.env["ipai.health.check"].search([])
        }
        return {
            "check": titles.get(run.progress_check, ""),
            "done": run.progress_done,
            "total": run.progress_total,
            "checks_done": len(run.durations or {}),
            "checks_total": len(titles),
        }

    @api.model
    def failing(self):
        """Return how many critical findings are open, for the sign in the systray;
        none during maintenance.
        """
        require_member(self.env)
        if self.env["ipai.health.maintenance"]._active():
            return 0
        return self.env["ipai.health.finding"].search_count(
            [("state", "=", "open"), ("severity", "=", "critical")]
        )

    @api.model
    def _findings(self):
        """Return what is open, the worst first: stored, or seen live just now."""
        records = self.env["ipai.health.finding"].search([("state", "!=", "resolved")])
        known = {(each.rule, each.subject): each for each in records if not each.node}
        # also one whose mute is over: what is pending stops the run that would unmute
        counting = records.filtered(lambda each: each._state_when_back() == OPEN)
        shown = [each._as_dict() for each in counting]
        for name, found in self._live().items():
            live_keys = {(each.rule, each.subject) for each in found}
            shown = [
                each
                for each in shown
                if each["check"] != name or (each["rule"], each["subject"]) in live_keys
            ]
            shown += [
                self.env["ipai.health.finding"]._live_dict(name, each)
                for each in found
                if (each.rule, each.subject) not in known
            ]
        return sorted(
            shown, key=lambda each: (SEVERITIES.index(each["severity"]), each["rule"])
        )

    @api.model
    def _live(self):
        """Return what the live checks find now, by check; those that could look."""
        # before the first run, which a pending module prevents, there are no rows
        checks = self.env["ipai.health.check"].sudo()
        rows = {row.name: row for row in checks.search([("name", "in", LIVE_CHECKS)])}
        found = {}
        for name, checker in self.env["ipai.health.checker"]._checkers().items():
            row = rows.get(name)
            if name in LIVE_CHECKS and (row is None or row.enabled):
                look = Look(QUICK, memo=row.memo if row else None, live=True)
                outcome = look_isolated(checker.sudo(), look, LIVE_LIMIT)
                if outcome.state == DONE:
                    found[name] = outcome.findings
        return found

    @api.model
    def _groups(self, findings):
        return [
            {
                "impact": impact,
                "title": self.env._(title),
                "findings": [each for each in findings if each["impact"] == impact],
            }
            for impact, title in IMPACT_TITLES.items()
        ]

    @api.model
    def _sentence(self, findings, last):
        """Return the state of this database in one sentence."""
        broken = sum(each["impact"] == BROKEN for each in findings)
        breaking = sum(each["impact"] == BREAKING for each in findings)
        if broken == 1:
            return self.env._("One thing is broken now.")
        if broken:
            return self.env._("%(count)s things are broken now.", count=broken)
        if breaking == 1:
            return self.env._("One thing will break if nobody looks after it.")
        if breaking:
            return self.env._(
                "%(count)s things will break if nobody looks after them.",
                count=breaking,
            )
        if not last:
            return self.env._("No check has looked yet.")
        return self.env._("Everything is in order.")

    @api.model
    def _last_run(self):
        run = self.env["ipai.health.run"].search([("state", "=", "done")], limit=1)
        depths = dict(run._fields["depth"]._description_selection(self.env))
        return bool(run) and {
            "end": run.end,
            "depth": depths[run.depth],
            "trigger": run._trigger_label(),
        }

    @api.model
    def _checks(self):
        counts = self.env["ipai.health.finding"]._read_group(
            [("state", "=", "open")], ["check_id"], ["__count"]
        )
        open_findings = dict(counts)
        return [
            {
                "id": check.id,
                "name": check.name,
                "title": check.title,
                "enabled": check.enabled,
                "status": check.status or False,
                "outcome": check.outcome or False,
                "reason": check.reason or "",
                "last_look": check.last_look,
                "duration": check.duration,
                "open": open_findings.get(check, 0),
            }
            for check in self.env["ipai.health.check"].search([])
        ]

    @api.model
    def _history(self):
        """Return the worst status of each of the last days, the oldest first."""
        today = fields.Date.context_today(self)
        first = today - timedelta(days=HISTORY_DAYS - 1)
        rows = self.env["ipai.health.run"]._read_group(
            [("state", "=", "done"), ("start", ">=", first)],
            ["start:day", "status"],
            ["__count"],
        )
        days = {first + timedelta(days=number): [] for number in range(HISTORY_DAYS)}
        for start, status, count in rows:
            days.setdefault(start.date(), []).append((status, count))
        return [
            {
                "day": day,
                "status": next(
                    (
                        status
                        for status in ("fail", "warn", "pass")
                        if status in dict(found)
                    ),
                    False,
                ),
                "runs": sum(count for __, count in found),
            }
            for day, found in sorted(days.items())
        ]
