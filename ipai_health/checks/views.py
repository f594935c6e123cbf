"""Views: every active one, every fault, and the view whose own arch brings it."""

from odoo import models

from ..core.look import QUICK
from ..core.text import _
from .view_audit.audit import Audit
from .view_audit.wording import finding


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
        env = self.with_context(lang=None).env
        blamed = Audit(env).run(look.progress)
        views = env["ir.ui.view"].browse({each.view_id for each in blamed})
        external_ids = views.get_external_id() if blamed else {}
        taken = set()
        for each in blamed:
            view = views.browse(each.view_id)
            subject = f"ir.ui.view,{each.view_id}"
            if (each.fault.rule, subject) in taken:
                subject = f"{subject}:{each.fault.detail}"
            taken.add((each.fault.rule, subject))
            yield finding(each, subject, view, external_ids.get(each.view_id))
