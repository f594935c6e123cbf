"""Views: every active one, every fault, and the view whose own arch brings it."""

from odoo import models

from ..core.look import FULL, QUICK
from ..core.text import _


class HealthCheckerViews(models.AbstractModel):
    _name = "ipai.health.checker.views"
    _inherit = "ipai.health.checker"
    _description = "Health check: views"

    _health_check = "views"
    _health_title = _("Views")
    _health_sequence = 50
    _health_depth = QUICK
    _health_limit = 300.0

    def _look(self, look):
        """Yield the faults of the views that changed, and the others as remembered."""
        from .view_audit import memory
        from .view_audit.audit import audit
        from .view_audit.entries import entries, finding
        from .view_audit.fingerprint import Families

        families = Families(self.env)
        key = memory.Key.of(self.env, families)
        remembered = memory.Memory(look.memo, key, families)
        unchanged, ids = [], None
        if look.depth != FULL and remembered.valid and memory.knows(self.env):
            unchanged = remembered.unchanged_entries()
            ids = remembered.changed_ids()
        blamed = [] if ids == [] else audit(self.env, ids, look.progress)
        if ids is None:
            memory.learn(self.env)
        found = unchanged + entries(
            self.env, blamed, families, remembered.entries, unchanged
        )
        look.new_memo = memory.memo(key, found)
        yield from map(finding, found)
