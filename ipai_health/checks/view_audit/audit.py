"""Looks at all views, or at some whole families of them, in every way they are shown.

Once as they stand; again in each language whose translation changes more than words;
and again on each website that has copies of its own.
"""

from .catalog import Catalog
from .docket import Knowledge
from .languages import ENGLISH, differing
from .quiet import quiet
from .round import Round


def audit(env, ids=None, progress=lambda done, total: None):
    """Return the faults of the views with who is guilty of each, each fault once.

    :param ids: the numbers of the views of whole families; all when ``None``
    :param progress: called with how many trees are done, and of how many
    """
    base = env["ir.ui.view"].with_context(lang=ENGLISH).env
    known = {}
    shared = known, Catalog(base), Knowledge()
    with quiet():
        first = Round(base, ids, *shared)
        first.run(progress)
        for context, touched in _other_ways(base, ids):
            way = base["ir.ui.view"].with_context(**context).env
            families = first.forest.families_of(touched)
            Round(way, families, *shared, touched=touched).run(progress)
    return list(known.values())


def _other_ways(env, ids):
    """Yield contexts to look in again, with the views that differ in them."""
    view_model = env["ir.ui.view"]
    codes = env["res.lang"].search([("code", "!=", ENGLISH)]).mapped("code")
    for code, touched in differing(view_model, codes, ids).items():
        yield {"lang": code}, touched
    if "website_id" not in view_model._fields:
        return
    domain = [("website_id", "!=", False)]
    if ids is not None:
        domain.append(("id", "in", ids))
    copies = view_model.with_context(active_test=False).search(domain)
    for website, views in copies.grouped("website_id").items():
        yield {"website_id": website.id}, set(views.ids)
