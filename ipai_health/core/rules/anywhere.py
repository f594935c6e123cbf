"""Rules that any check can meet."""

from __future__ import annotations

from ..rule import BREAKING, Rule
from ..severity import WARNING
from ..text import _

CRASHED = "check-crashed"
TIMED_OUT = "check-timed-out"
NOTIFICATION_FAILED = "notification-failed"

RULES = (
    Rule(
        code=CRASHED,
        title=_("A check crashed"),
        why=_(
            "The check could not look, so what it watches is unknown. Its earlier "
            "findings stay open."
        ),
        fix=_(
            "Read the server log for the traceback of the check, mend its cause, then "
            "retry the check."
        ),
        severity=WARNING,
        impact=BREAKING,
    ),
    Rule(
        code=TIMED_OUT,
        title=_("A check took too long"),
        why=_(
            "The check was stopped at its time limit, so what it watches is unknown. "
            "Its earlier findings stay open."
        ),
        fix=_(
            "Retry the check when the server is less busy, or raise its time limit "
            "under Settings, Health, Checks, and limit_time_real_cron in odoo.conf, of "
            "which a run takes three quarters at most. Where its last look still "
            "hangs, mend what it waits for, such as the storage of the filestore: then "
            "it looks again by itself."
        ),
        severity=WARNING,
        impact=BREAKING,
    ),
    Rule(
        code=NOTIFICATION_FAILED,
        title=_("A notification could not be sent"),
        why=_("Nobody was told of a change in the health of this database."),
        fix=_(
            "Check the webhook address and the outgoing mail server, then retry the "
            "check."
        ),
        severity=WARNING,
        impact=BREAKING,
    ),
)
