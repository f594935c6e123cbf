"""Actions, menus, filters, rules and defaults that name what is gone."""

from odoo import models

from ..core.finding import Finding
from ..core.look import QUICK
from ..core.text import _
from .reference import records

KINDS = (
    (records.actions, "action-model-missing", "action-field-missing"),
    (records.filters, "filter-field-missing", "filter-field-missing"),
    (records.rules, "rule-field-missing", "rule-field-missing"),
    (records.defaults, "default-field-missing", "default-field-missing"),
)
"""What is read, and the rules for a model and for a field that is gone."""


class HealthCheckerReferences(models.AbstractModel):
    """Follows every reference in a constant number of statements; domains and
    contexts are read by their syntax tree, never run.
    """

    _name = "ipai.health.checker.references"
    _inherit = "ipai.health.checker"
    _description = "Health check: references"

    _health_check = "references"
    _health_title = _("References")
    _health_sequence = 70
    _health_depth = QUICK

    def _look(self, look):
        # most processes never look, and need not hold the rest
        from .schema.explained import Explained

        explained = Explained(self.env)
        for read, model_rule, field_rule in KINDS:
            for reference in read(self.env):
                if reference.model not in self.env.registry:
                    if not explained.model(reference.model):
                        yield self._model_gone(reference, model_rule)
                    continue
                yield from self._field_paths(reference, field_rule, explained)
        yield from self._menus()

    def _field_paths(self, reference, rule, explained):
        from .reference.paths import missing_part

        seen = set()
        for path in reference.field_paths():
            gone = missing_part(self.env.registry, reference.model, path)
            if gone is None or gone in seen or explained.field(*gone):
                continue
            seen.add(gone)
            yield self._field_gone(reference, rule, path, *gone)

    def _model_gone(self, reference, rule):
        return self._about(
            rule,
            reference,
            reference.subject,
            self.env._(
                "%(record)s '%(name)s' works on the model %(model)s, which no code "
                "brings.",
                record=reference.subject,
                name=reference.name,
                model=reference.model,
            ),
        )

    def _field_gone(self, reference, rule, path, model, field):
        return self._about(
            rule,
            reference,
            f"{reference.subject}:{'.'.join(path)}",
            self.env._(
                "%(record)s '%(name)s' on %(model)s names %(path)s, but %(owner)s has "
                "no field %(field)s.",
                record=reference.subject,
                name=reference.name,
                model=reference.model,
                path=".".join(path),
                owner=model,
                field=field,
            ),
        )

    def _about(self, rule, reference, subject, message):
        return Finding(
            rule=rule,
            subject=subject,
            message=message,
            res_model=reference.record_model,
            res_id=reference.id,
        )

    def _menus(self):
        actions = records.action_ids(self.env)
        for id_, name, action in records.menus(self.env):
            model, _comma, action_id = action.partition(",")
            if model in self.env.registry and int(action_id or 0) in actions:
                continue
            yield Finding(
                rule="menu-action-missing",
                subject=f"ir.ui.menu,{id_}",
                message=self.env._(
                    "The menu '%(name)s' (%(id)d) starts %(action)s, which does not "
                    "exist.",
                    name=name,
                    id=id_,
                    action=action,
                ),
                res_model="ir.ui.menu",
                res_id=id_,
            )
