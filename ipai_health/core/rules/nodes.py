"""Rules of the check of the servers that serve one database."""

from __future__ import annotations

from .. import thresholds
from ..nodes import DRIFT, SILENT, SKEW
from ..rule import BREAKING, Rule, Threshold
from ..severity import WARNING
from ..text import _

_CHECKS = ("nodes",)

RULES = (
    Rule(
        code=DRIFT,
        title=_("A node runs other code than the rest"),
        why=_(
            "The same request gives different answers, and pages of one node ask the "
            "other for styles and scripts that it does not have."
        ),
        fix=_(
            "Bring the same code to every node and restart those that differ; during a "
            "rolling upgrade wait for its end."
        ),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECKS,
    ),
    Rule(
        code=SILENT,
        title=_("A node vanished without saying goodbye"),
        why=_(
            "It crashed, was killed, or lost its way to the database; the others carry "
            "its load."
        ),
        fix=_(
            "Look at that machine and at its log, and start Odoo there again. A node "
            "that will not come back can be deleted under Settings, Health, Nodes; it "
            "is forgotten after a day."
        ),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECKS,
    ),
    Rule(
        code=SKEW,
        title=_("The clock of a node is wrong"),
        why=_(
            "Sessions end early, scheduled actions run at the wrong time, and one-time "
            "passwords are refused."
        ),
        fix=_("Let the machine synchronise its clock (chrony, systemd-timesyncd)."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECKS,
        threshold=Threshold(
            thresholds.CLOCK_SKEW,
            _("s"),
            _("How far a node's clock may be from that of the database."),
            least=0.5,
            most=3_600,
        ),
    ),
)
