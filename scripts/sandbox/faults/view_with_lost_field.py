"""A view names a field that does not exist, as after a half-done upgrade."""

import json

from .fault import Fault

VIEW = """
    SELECT res_id FROM ir_model_data
    WHERE module = 'base' AND name = 'view_users_tree' AND model = 'ir.ui.view'
"""


def inject(site):
    ((before,),) = site.sql(f"SELECT arch_db FROM ir_ui_view WHERE id = ({VIEW})")
    site.sql(
        "UPDATE ir_ui_view SET arch_db = replace(arch_db::text, %s, %s)::jsonb "
        f"WHERE id = ({VIEW})",
        [r"name=\"login\"", r"name=\"login_of_old\""],
    )
    return before


def repair(site, before):
    site.sql(
        f"UPDATE ir_ui_view SET arch_db = %s::jsonb WHERE id = ({VIEW})",
        [json.dumps(before)],
    )


FAULT = Fault(
    title="a view naming a field that does not exist",
    rule="view-field-missing",
    inject=inject,
    repair=repair,
    page=lambda site: "/odoo/action-base.action_res_users",
    stored=True,
    health=200,
    ready=200,
)
