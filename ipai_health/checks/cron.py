"""Scheduled actions that fail, or that Odoo gave up."""

import json

from odoo import models
from odoo.tools import SQL

from ..core import live
from ..core.finding import Finding
from ..core.look import DATABASE, DEPTHS, QUICK
from ..core.text import _


class HealthCheckerCron(models.AbstractModel):
    """Looks at single actions, and live also for self-checks that do not come: no run
    can tell that. That all actions stand still, which needs more than one look, only
    the probe tells.
    """

    _name = "ipai.health.checker.cron"
    _inherit = "ipai.health.checker"
    _description = "Health check: scheduled actions"

    _health_check = "cron"
    _health_title = _("Scheduled actions")
    _health_sequence = 80
    _health_depth = QUICK

    def _look(self, look):
        if look.live:
            yield from self._stale()
        for action in self._actions():
            if action["active"]:
                yield self._failing(action)
            else:
                yield self._given_up(action)

    def _stale(self):
        """Yield what the probe says of self-checks that are late, but not where a
        module waits: that stops them, and is told itself.
        """
        modules = self.env["ir.module.module"]
        if modules.search_count([("state", "=like", "to %")], limit=1):
            return
        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(depth, %s),
                       extract(epoch FROM now() AT TIME ZONE 'utc' - max(last_look))
                           ::float
                  FROM ipai_health_check
                 WHERE enabled AND scope = %s AND last_look IS NOT NULL
                 GROUP BY 1
                """,
                live.DEPTH_UNKNOWN,
                DATABASE,
            )
        )
        ages = dict(self.env.cr.fetchall())
        own = self.env["ipai.health.rule"]._own_thresholds()
        yield from live.self_check_stale(ages, self._intervals(), own)

    def _intervals(self):
        """Return the seconds between two self-checks by depth."""
        actions = {
            depth: self.env.ref(f"ipai_health.ir_cron_{depth}", False)
            for depth in DEPTHS
        }
        return {
            depth: action.interval_number * live.INTERVAL_SECONDS[action.interval_type]
            for depth, action in actions.items()
            if action
        }

    def _actions(self):
        """Return the actions that fail now, or were switched off for it."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id, cron_name, active, failure_count,
                       first_failure_date::timestamp(0)::text AS first_failure,
                       %(noted)s::jsonb ->> id::text AS switched_off
                  FROM ir_cron
                 WHERE (active AND failure_count > 0)
                       OR (NOT active AND %(noted)s::jsonb ? id::text)
                 ORDER BY id
                """,
                noted=json.dumps(self.env["ir.cron"]._health_switched_off()),
            )
        )
        return self.env.cr.dictfetchall()

    def _failing(self, action):
        if action["failure_count"] == 1:
            message = self.env._(
                "The scheduled action '%(name)s' (%(id)d) failed at %(since)s UTC.",
                name=action["cron_name"],
                id=action["id"],
                since=action["first_failure"],
            )
        else:
            message = self.env._(
                "The scheduled action '%(name)s' (%(id)d) failed %(count)d times in a "
                "row, first at %(since)s UTC.",
                name=action["cron_name"],
                id=action["id"],
                count=action["failure_count"],
                since=action["first_failure"],
            )
        return self._about("cron-failing", action, message)

    def _given_up(self, action):
        return self._about(
            "cron-disabled-by-failure",
            action,
            self.env._(
                "Odoo switched the scheduled action '%(name)s' (%(id)d) off at "
                "%(when)s UTC because it kept failing; it will not run again by "
                "itself.",
                name=action["cron_name"],
                id=action["id"],
                when=action["switched_off"],
            ),
        )

    def _about(self, rule, action, message):
        return Finding(
            rule=rule,
            subject=f"ir.cron,{action['id']}",
            message=message,
            res_model="ir.cron",
            res_id=action["id"],
        )
