"""Rules about the folders that Odoo takes addons from."""

from __future__ import annotations

from ..rule import BREAKING, BROKEN, NOTICE, Rule
from ..severity import CRITICAL, INFO, WARNING
from ..text import _

_CHECK = ("addons_path",)
_GATE = ("config",)

RULES = (
    Rule(
        code="addons-path-missing",
        title=_("A folder of the addons path does not exist"),
        why=_("Odoo drops it silently: its modules count as missing, assets fail."),
        fix=_("Mount or create the folder, or take it out of addons_path."),
        severity=WARNING,
        gate_severity=CRITICAL,
        ceiling=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="addons-path-unreadable",
        title=_("A folder of the addons path cannot be read"),
        why=_("Odoo cannot see the modules in it."),
        fix=_("Give the user that runs Odoo the right to read and enter the folder."),
        severity=WARNING,
        ceiling=WARNING,
        impact=BROKEN,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="addons-path-empty",
        title=_("A folder of the addons path holds no module"),
        why=_("Odoo leaves it out; perhaps it names a parent or an empty mount."),
        fix=_("Name the folder that holds the modules, or take it out."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=_GATE,
    ),
    Rule(
        code="module-shadowed",
        title=_("A module stands in two folders of the addons path"),
        why=_("Odoo uses the first; changes to the other have no effect."),
        fix=_("Keep the copy that is meant and remove the other."),
        severity=INFO,
        ceiling=WARNING,
        impact=NOTICE,
        checks=_CHECK,
        gates=("config", "modules"),
    ),
    Rule(
        code="addons-path-suspicious",
        title=_("An entry of the addons path looks wrong"),
        why=_("It cannot be looked at from here, and Odoo would drop it."),
        fix=_("Write absolute folders, separated by commas, without quotes."),
        severity=WARNING,
        impact=BREAKING,
        gates=_GATE,
    ),
)
