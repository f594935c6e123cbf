"""Which methods of views no addon has changed: what is known of Odoo holds for them."""

from odoo.addons.base.models.ir_ui_view import IrUiView


def is_odoos(view_class, method):
    """Tell whether ``method`` of a registry's ``view_class`` is Odoo's own."""
    return getattr(view_class, method) is getattr(IrUiView, method)
