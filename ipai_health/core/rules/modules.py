"""Rules of the check that looks at installed modules."""

from __future__ import annotations

from .. import thresholds
from ..rule import BREAKING, BROKEN, NOTICE, Rule, Threshold
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("modules",)

RULES = (
    Rule(
        code="module-pending",
        title=_("A module waits to be installed, upgraded or removed"),
        why=_(
            "The registry is half loaded and Odoo stops every scheduled action of the "
            "database until the operation is completed or cancelled."
        ),
        fix=_(
            "Complete or cancel the module operations under Settings, Health, or run: "
            "odoo -d DATABASE -u MODULE --stop-after-init."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("db",),
        threshold=Threshold(
            thresholds.PENDING_GRACE,
            _("s"),
            _("How long a module may wait before it counts as critical."),
            least=1,
            most=86_400,
        ),
    ),
    Rule(
        code="module-missing-on-disk",
        title=_("An installed module has no folder on the addons path"),
        why=_(
            "Its models, views and assets are gone while the database refers to them."
        ),
        fix=_(
            "Put the module's folder back on the addons path and restart, or uninstall "
            "it in a copy of the database first."
        ),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("db",),
    ),
    Rule(
        code="module-uninstallable",
        title=_("An installed module can no longer be loaded"),
        why=_(
            "Its manifest cannot be read or says that it is not installable, so Odoo "
            "leaves the module out."
        ),
        fix=_("Mend the manifest of the module and restart."),
        severity=CRITICAL,
        gate_severity=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=("modules",),
    ),
    Rule(
        code="module-dependency-missing",
        title=_("A module needs another one that is not there"),
        why=_("Odoo cannot load the module, nor those that build upon it."),
        fix=_("Install the missing module, or put its folder on the addons path."),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("modules",),
    ),
    Rule(
        code="module-python-missing",
        title=_("A module needs a Python package that is not there"),
        why=_("Its code fails as soon as it is imported."),
        fix=_("Install the Python package into the environment that runs Odoo."),
        severity=CRITICAL,
        impact=BROKEN,
        checks=_CHECK,
        gates=("modules",),
    ),
    Rule(
        code="module-outdated",
        title=_("The code of a module is newer than the database"),
        why=_("Fields and views that the new code expects may be missing."),
        fix=_("Upgrade the module: odoo -d DATABASE -u MODULE --stop-after-init."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="module-pending-reset",
        title=_("Odoo gave up an upgrade by itself"),
        why=_(
            "A module waited five hours to be upgraded; Odoo then took the mark away "
            "without upgrading it."
        ),
        fix=_("Upgrade the module: odoo -d DATABASE -u MODULE --stop-after-init."),
        severity=WARNING,
        impact=BREAKING,
        checks=_CHECK,
    ),
    Rule(
        code="module-code-changed",
        title=_("The code of a module changed since it was last upgraded"),
        why=_("What the code now says may not be in the database yet."),
        fix=_("Upgrade the module when convenient."),
        severity=INFO,
        impact=NOTICE,
        checks=_CHECK,
    ),
)
