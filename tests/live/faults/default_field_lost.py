"""A default value belongs to a field that is gone."""

from sandbox.faults.fault import Fault

from ._book import record, subject_of

SHEETS = """
    INSERT INTO ir_model_fields
        (name, model, model_id, field_description, ttype, state, store)
    SELECT 'sheets', model, model_id, field_description, ttype, 'base', store
    FROM ir_model_fields WHERE model = 'sandbox.book' AND name = 'pages' RETURNING id
"""


def inject(site):
    """Let the default belong to a field that the database knows and no code brings."""
    id_ = record(site, "default_pages")
    ((before,),) = site.sql("SELECT field_id FROM ir_default WHERE id = %s", [id_])
    ((lost,),) = site.sql(SHEETS)
    site.sql("UPDATE ir_default SET field_id = %s WHERE id = %s", [lost, id_])
    return id_, before, lost


def repair(site, kept):
    id_, before, lost = kept
    site.sql("UPDATE ir_default SET field_id = %s WHERE id = %s", [before, id_])
    site.sql("DELETE FROM ir_model_fields WHERE id = %s", [lost])


FAULT = Fault(
    title="a default of a lost field",
    rule="default-field-missing",
    subject=subject_of("ir.default", "default_pages", ":sheets"),
    inject=inject,
    repair=repair,
    stored=True,
    health=200,
    ready=200,
)
