"""Rules about scheduled actions."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, Rule, Threshold
from ..severity import WARNING
from ..text import _

_CHECK = ("cron",)

RULES = (
    Rule(
        code="cron-stalled",
        title=_("No scheduled action runs"),
        why=_(
            "Mail queues, invoices, synchronisations and the self-check all wait for "
            "Odoo's scheduler."
        ),
        fix=_(
            "Check that a server with max_cron_threads above 0 serves this database, "
            "then restart it: a cron thread that lost its connection dies silently."
        ),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.CRON_OVERDUE,
            _("s"),
            _("How late the oldest scheduled action may be while no other one runs."),
            least=60,
            most=604_800,
        ),
    ),
    Rule(
        code="cron-failing",
        title=_("A scheduled action fails"),
        why=_(
            "Its work is not done; after at least five failures in a row, over more "
            "than a week, Odoo switches it off for good."
        ),
        fix=_(
            "Read the server log for the traceback of the action, mend its cause, then "
            "run the action by hand."
        ),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="cron-disabled-by-failure",
        title=_("Odoo switched a scheduled action off after failures"),
        why=_(
            "Its work is no longer done; Odoo says so once, in the channel "
            "Administrators of Discuss."
        ),
        fix=_(
            "Mend what made the action fail, then reactivate it under Settings, "
            "Technical, Scheduled Actions."
        ),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="self-check-stale",
        title=_("The self-check has not run for too long"),
        why=_("What it found last may not be true any more."),
        fix=_(
            "Check that the scheduled actions named Health are active and that the "
            "scheduler runs, or start a run under Settings, Health."
        ),
        severity=WARNING,
        ceiling=WARNING,
        impact=BREAKING,
        checks=_CHECK,
        threshold=Threshold(
            thresholds.STALE_INTERVALS,
            _("intervals"),
            _("How many of its intervals a self-check may take to come."),
            least=1,
            most=100,
        ),
    ),
)
