"""Every stored field of the registry against the tables of the database."""

from odoo import models
from odoo.tools import SQL

from ..core.finding import Finding
from ..core.look import QUICK
from ..core.text import _


class HealthCheckerFields(models.AbstractModel):
    """Looks at all fields in two statements: one for the tables, one for fields that
    the registry left out. Models on an SQL view are looked at for existence only.
    """

    _name = "ipai.health.checker.fields"
    _inherit = "ipai.health.checker"
    _description = "Health check: fields"

    _health_check = "fields"
    _health_title = _("Fields")
    _health_sequence = 60
    _health_depth = QUICK

    def _look(self, look):
        # most processes never look, and need not hold the rest
        from .schema.explained import Explained
        from .schema.tables import relations

        tables = relations(self.env)
        explained = Explained(self.env)
        seen = set()
        for name, model in self.env.registry.items():
            if model._abstract or model._table_query is not None:
                continue
            table = tables.get(model._table)
            if table is None:
                yield self._without_table(name, model._table, name)
                continue
            if model._auto:
                yield from self._columns(model, table)
                yield from self._relations(model, tables, seen)
        for model, field, wanted in self._dangling():
            if not explained.model(wanted):
                yield self._without_model(model, field, wanted)

    def _columns(self, model, table):
        from .schema.types import fits

        for name, field in model._fields.items():
            if not field.store or field.column_type is None:
                continue
            column = table.columns.get(name)
            if column is None:
                yield self._about(
                    "field-column-missing",
                    f"{model._name}.{name}",
                    self.env._(
                        "The field %(field)s of %(model)s%(module)s has no column in "
                        "the table %(table)s: every read of the model fails.",
                        field=name,
                        model=model._name,
                        module=self._brought_by(field),
                        table=model._table,
                    ),
                )
            elif not fits(field.column_type[0], column):
                yield self._about(
                    "field-type-mismatch",
                    f"{model._name}.{name}",
                    self.env._(
                        "The field %(field)s of %(model)s%(module)s needs a column of "
                        "type %(expected)s, the table %(table)s has %(column)s.",
                        field=name,
                        model=model._name,
                        module=self._brought_by(field),
                        expected=field.column_type[0],
                        table=model._table,
                        column=column,
                    ),
                )

    def _relations(self, model, tables, seen):
        """Look at the relation tables of the many2many fields of ``model``; both
        sides of a relation share one, so what was ``seen`` is left out.
        """
        for name, field in model._fields.items():
            relation = field.type == "many2many" and field.store and field.relation
            if not relation or relation in seen:
                continue
            seen.add(relation)
            table = tables.get(relation)
            if table is None:
                owner = f"{model._name}.{name}"
                yield self._without_table(relation, relation, owner)
                continue
            for column in {field.column1, field.column2} - table.columns.keys():
                yield self._about(
                    "field-column-missing",
                    f"{relation}.{column}",
                    self.env._(
                        "The relation table %(table)s of the field %(field)s of "
                        "%(model)s has no column %(column)s: the relation cannot be "
                        "read.",
                        table=relation,
                        field=name,
                        model=model._name,
                        column=column,
                    ),
                )

    def _without_table(self, subject, table, owner):
        return self._about(
            "field-table-missing",
            subject,
            self.env._(
                "The table %(table)s of %(owner)s does not exist: every read of it "
                "fails.",
                table=table,
                owner=owner,
            ),
        )

    def _dangling(self):
        """Return model, field and target of the fields known to the database whose
        target is not in the registry, and each model of theirs that is not.
        """
        known = list(self.env.registry)
        self.env.cr.execute(
            SQL(
                """
                SELECT model, name, relation FROM ir_model_fields
                 WHERE relation IS NOT NULL AND relation != ALL(%(known)s)
                       AND model = ANY(%(known)s)
                UNION
                SELECT model, NULL, model FROM ir_model WHERE model != ALL(%(known)s)
                ORDER BY 1, 2
                """,
                known=known,
            )
        )
        return self.env.cr.fetchall()

    def _without_model(self, model, field, wanted):
        if field is None:
            message = self.env._(
                "The model %(model)s is known to the database, but no code brings it: "
                "all of its fields are gone.",
                model=model,
            )
        else:
            message = self.env._(
                "The field %(field)s of %(model)s points at the model %(wanted)s, "
                "which no code brings.",
                field=field,
                model=model,
                wanted=wanted,
            )
        subject = f"{model}.{field}" if field else model
        return self._about("field-model-missing", subject, message)

    def _brought_by(self, field):
        """Return which module brings ``field``, in brackets, or nothing."""
        return f" ({field._module})" if field._module else ""

    def _about(self, rule, subject, message):
        return Finding(rule=rule, subject=subject, message=message)
