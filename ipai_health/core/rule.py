"""What the catalogue knows about one kind of fault."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .severity import Severity
from .text import _

Impact = Literal["broken", "breaking", "notice"]

BROKEN: Impact = "broken"
"""Users meet it now."""
BREAKING: Impact = "breaking"
"""It will break something, or something already fails out of sight."""
NOTICE: Impact = "notice"
"""Good to know."""

IMPACT_TITLES: dict[Impact, str] = {
    BROKEN: _("Broken now"),
    BREAKING: _("Will break"),
    NOTICE: _("Good to know"),
}
"""What people read, the worst first."""


class Threshold(NamedTuple):
    """The number beyond which a rule is broken; an administrator may choose another.

    ``value`` is the default, ``meaning`` one sentence for people. What is chosen lies
    between ``least`` and ``most``, all in ``unit``.
    """

    value: float
    unit: str
    meaning: str
    least: float
    most: float


class Rule(NamedTuple):
    """One kind of fault.

    ``code`` never changes its meaning. ``severity`` is the default inside Odoo and of
    the gates, unless ``gate_severity`` says otherwise for them. ``checks`` and
    ``gates`` name who may report it.
    """

    code: str
    title: str
    why: str
    fix: str
    severity: Severity
    impact: Impact
    checks: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    gate_severity: Severity | None = None
    ceiling: Severity | None = None
    """The worst severity an administrator may choose for it inside Odoo."""
    threshold: Threshold | None = None

    def severity_for_gate(self) -> Severity:
        """Return the severity of this rule when a gate reports it."""
        return self.gate_severity or self.severity
