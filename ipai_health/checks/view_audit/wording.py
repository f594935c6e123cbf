"""Says in words what is wrong with a view, and where."""

from ...core.finding import Finding
from ...core.text import _


def finding(blamed, subject, view, external_id, languages=1):
    """Return the finding about ``blamed``.

    :param view: the record of the guilty view
    :param external_id: its external id, if it has one
    """
    return Finding(
        rule=blamed.fault.rule,
        subject=subject,
        message=f"{_describe(view, external_id)}: {blamed.fault.text}{_where(blamed)}.",
        line=blamed.line,
        res_model="ir.ui.view",
        res_id=view.id,
    )


def _describe(view, external_id):
    name = external_id or view.key or view.name
    about = [view.type or "?"]
    if view.model:
        about.append(_("of %s") % view.model)
    return f"View {view.id} {name} ({' '.join(about)}; {_belonging(view, external_id)})"


def _belonging(view, external_id):
    """Return whose view it is: a module's, customised, a website's, somebody's."""
    words = []
    if external_id:
        words.append(f"module {external_id.partition('.')[0]}")
    else:
        words.append("made by hand")
    if view.arch_updated:
        words.append("customised")
    if "website_id" in view._fields and view.website_id:
        words.append(f"website {view.website_id.id}")
    return ", ".join(words)


def _where(blamed):
    words = []
    if blamed.line:
        words.append(f"line {blamed.line} of its own arch")
    if blamed.lang:
        words.append(f"in the language {blamed.lang}")
    if blamed.website_id:
        words.append(f"on the website {blamed.website_id}")
    return f" ({', '.join(words)})" if words else ""
