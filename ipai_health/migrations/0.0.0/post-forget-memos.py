"""Run by Odoo after every upgrade to another version, whichever."""


def migrate(cr, version):
    """Forget what looks remembered: another version may remember it differently.

    The next look sees everything, which costs time once and loses nothing.
    """
    if version:
        cr.execute("UPDATE ipai_health_check SET memo = NULL, node_memos = NULL")
