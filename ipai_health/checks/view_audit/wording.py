"""Says in words what is wrong with a view, and where."""

from .faults import Blamed


def message(blamed: Blamed, view, external_id):
    """Return what a person reads about ``blamed``.

    :param view: the record of the guilty view
    :param external_id: its external id, if it has one
    """
    about = f"View {view.id} {external_id or view.key or view.name}"
    kind = f"{view.type or '?'} of {view.model}" if view.model else view.type or "?"
    belonging = ", ".join([kind, *_belonging(view, external_id)])
    return f"{about} ({belonging}): {blamed.fault.text}{_where(blamed)}."


def _belonging(view, external_id):
    """Yield whose view it is: a module's, customised, a website's, somebody's."""
    if external_id:
        yield f"module {external_id.partition('.')[0]}"
    else:
        yield "made by hand"
    if view.arch_updated:
        yield "customised"
    if "website_id" in view._fields and view.website_id:
        yield f"copy of the website {view.website_id.name}"


def _where(blamed):
    words = []
    if blamed.line:
        words.append(f"line {blamed.line} of its own arch")
    if blamed.lang:
        words.append(f"in the language {blamed.lang}")
    if blamed.website_id:
        words.append(f"on the website {blamed.website_id}")
    return f" ({', '.join(words)})" if words else ""
