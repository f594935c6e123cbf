"""Errors of users' browsers, as the web client itself reported them."""

from odoo import fields, models

from ..core.finding import Finding
from ..core.look import QUICK, CheckSkipped
from ..core.rules.client import ERROR
from ..core.text import _

FRESH_DAYS = 2
"""Days after which an error that nobody meets any more counts as gone."""

SEARCHES = 20
"""Lost fields, the last met first, that views are searched for: each search reads many
views, and what the errors say is what browsers told. Errors about more are told without
a view."""


class HealthCheckerClient(models.AbstractModel):
    """Names the view when the error says which field is lost; keeps quiet where the
    check of views has named it already.
    """

    _name = "ipai.health.checker.client"
    _inherit = "ipai.health.checker"
    _description = "Health check: browsers"

    _health_check = "client"
    _health_title = _("Browsers")
    _health_sequence = 120
    _health_depth = QUICK

    def _look(self, look):
        errors = self.env["ipai.health.client.error"]
        if not errors._is_on():
            raise CheckSkipped(self.env._("Reports of browsers are switched off."))
        since = fields.Datetime.subtract(fields.Datetime.now(), days=FRESH_DAYS)
        named = self._views_named_already()
        subjects, searched = set(), {}
        for error in errors.search([("last_seen", ">=", since)]):
            view = self._view_of(error, searched)
            finding = self._finding(error, view)
            if finding.subject in subjects or (view and view["id"] in named):
                continue
            subjects.add(finding.subject)
            yield finding

    def _view_of(self, error, searched):
        """Return the view that is guilty of ``error``, if one is and was searched for;
        ``searched`` remembers that by the lost field.
        """
        lost = (error.lost_model, error.lost_field)
        if all(lost) and lost not in searched and len(searched) < SEARCHES:
            searched[lost] = error._guilty_view(*lost)
        return searched.get(lost)

    def _views_named_already(self):
        findings = self.env["ipai.health.finding"].search(
            [
                ("check_id.name", "=", "views"),
                ("state", "!=", "resolved"),
                ("res_model", "=", "ir.ui.view"),
            ]
        )
        return set(findings.mapped("res_id"))

    def _finding(self, error, view):
        if view:
            return Finding(
                rule=ERROR,
                subject=f"ir.ui.view,{view['id']}",
                message=self.env._(
                    "The view %(view)s names the lost field %(field)s of %(model)s: "
                    "users met it %(count)s times (%(error)s).",
                    view=view["xml_id"] or view["name"],
                    field=error.lost_field,
                    model=error.lost_model,
                    count=error.seen_count,
                    error=error.message,
                ),
                res_model="ir.ui.view",
                res_id=view["id"],
                line=view["lines"][0],
            )
        return Finding(
            rule=ERROR,
            subject=f"error:{error.fingerprint}",
            message=self.env._(
                "Users met it %(count)s times on %(path)s, component %(component)s: "
                "%(error)s",
                count=error.seen_count,
                path=error.path or "?",
                component=error.component or "?",
                error=error.message,
            ),
            res_model=error._name,
            res_id=error.id,
        )
