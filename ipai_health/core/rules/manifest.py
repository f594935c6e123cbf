"""Rules of the gate that looks at manifests and lists of modules."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, Rule
from ..severity import CRITICAL
from ..text import _

_GATE = ("modules",)

RULES = (
    Rule(
        code="manifest-unreadable",
        title=_("A manifest cannot be read"),
        why=_("Odoo treats the module as missing, and all that depends on it."),
        fix=_("Make the manifest one plain Python dictionary without code."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="manifest-misnamed",
        title=_("A manifest has a name that Odoo does not look for"),
        why=_("Odoo does not see the module at all."),
        fix=_("Rename the file to __manifest__.py."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="manifest-file-missing",
        title=_("A manifest lists a file that does not exist"),
        why=_("Installing or upgrading the module fails, or its assets stay out."),
        fix=_("Restore the file, or take it out of the manifest."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="module-dependency-cycle",
        title=_("Modules depend on each other in a circle"),
        why=_("Odoo can load none of them."),
        fix=_("Take one dependency of the circle out."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="module-required-missing",
        title=_("A required module is not on the addons path"),
        why=_("What is to be deployed is not there."),
        fix=_("Add the module's folder, or take it out of the requirement."),
        severity=CRITICAL,
        impact=BROKEN,
        gates=_GATE,
    ),
    Rule(
        code="ship-list-mismatch",
        title=_("Ship list, install list and manifests differ"),
        why=_("A module is shipped without being installed, or the other way round."),
        fix=_("Bring the lists and the folders into line."),
        severity=CRITICAL,
        impact=BREAKING,
        gates=_GATE,
    ),
)
