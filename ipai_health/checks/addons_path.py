"""The folders of the addons path, judged by the code of the ``config`` gate."""

from odoo import models

from ..core.finding import Finding
from ..core.look import QUICK
from ..core.text import _
from .checker import SCOPE_NODE


class HealthCheckerAddonsPath(models.AbstractModel):
    """Reads the path from file, environment and arguments again: Odoo drops a missing
    folder while parsing, so ``odoo.tools.config`` never shows it.
    """

    _name = "ipai.health.checker.addons_path"
    _inherit = "ipai.health.checker"
    _description = "Health check: addons path"

    _health_check = "addons_path"
    _health_title = _("Addons path")
    _health_sequence = 100
    _health_depth = QUICK
    _health_scope = SCOPE_NODE

    def _look(self, look):
        from ..core.odoo_conf import addons
        from .node import settings

        written = settings.written()
        setting = written["addons_path"]
        for rule, subject, message in addons.examine(setting.value or ()):
            yield Finding(
                rule=rule,
                subject=subject,
                message=message,
                file=written.file,
                line=setting.line,
            )
