"""Says in words what is wrong with a view, and where."""


def message(env, blamed, view, external_id):
    """Return what a person reads about ``blamed``.

    :param view: the record of the guilty view
    :param external_id: its external id, if it has one
    """
    return env._(
        "View %(id)s %(name)s (%(about)s): %(fault)s%(where)s.",
        id=view.id,
        name=external_id or view.key or view.name,
        about=", ".join([_kind(env, view), *_belonging(env, view, external_id)]),
        fault=blamed.fault.text,
        where=_where(env, blamed),
    )


def _kind(env, view):
    if not view.model:
        return view.type or ""
    return env._("%(type)s of %(model)s", type=view.type, model=view.model)


def _belonging(env, view, external_id):
    """Yield whose view it is: a module's, customised, a website's, somebody's."""
    if external_id:
        yield env._("module %s", external_id.partition(".")[0])
    else:
        yield env._("made by hand")
    if view.arch_updated:
        yield env._("customised")
    if "website_id" in view._fields and view.website_id:
        yield env._("copy of the website %s", view.website_id.name)


def _where(env, blamed):
    words = []
    if blamed.line:
        words.append(env._("line %s of its own arch", blamed.line))
    if blamed.lang:
        words.append(env._("in the language %s", blamed.lang))
    if blamed.website_id:
        words.append(env._("on the website %s", blamed.website_id))
    return f" ({', '.join(words)})" if words else ""
