"""The field that a rejected node names and its model does not have."""

import ast

from odoo.tools.view_validation import get_dict_asts


def lost_field(node, model):
    """Return that field and the attribute that names it, ``None`` when there is none.

    :param node: an element as the validator rejected it, or a copy of it with the one
        attribute that was rejected
    """
    name = node.get("name")
    if node.tag in ("field", "groupby") and name and name not in model._fields:
        return name, "name"
    if node.keys() == ["context"]:
        name = _grouped_by(node.get("context"))
        if name and name not in model._fields:
            return name, "context"
    return None


def _grouped_by(context):
    try:
        value = get_dict_asts(context).get("group_by")
    except (SyntaxError, ValueError):
        return None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value.partition(":")[0]
    return None
