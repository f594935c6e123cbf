"""The end of the server log, judged by the code of the ``logs`` gate."""

from pathlib import Path

from odoo import models
from odoo.tools import config

from ..core.errors import CannotLook
from ..core.finding import Finding
from ..core.look import QUICK, CheckSkipped
from ..core.text import _
from .checker import SCOPE_NODE


class HealthCheckerLog(models.AbstractModel):
    _name = "ipai.health.checker.log"
    _inherit = "ipai.health.checker"
    _description = "Health check: log"

    _health_check = "log"
    _health_title = _("Log")
    _health_sequence = 110
    _health_depth = QUICK
    _health_scope = SCOPE_NODE

    def _look(self, look):
        from ..core.log import look_at_file

        path = config["logfile"]
        if not path:
            raise CheckSkipped(self.env._("Odoo logs to no file here."))
        try:
            yield from look_at_file(Path(path)).findings
        except CannotLook as reason:
            yield Finding(
                rule="log-unreadable",
                subject=Path(path).name,
                message=self.env._("The log cannot be read: %s", reason),
                file=path,
            )
