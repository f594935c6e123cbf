"""Findings as they are remembered: each under a subject it keeps while it is open."""

from ...core.finding import Finding
from ...core.rules.anywhere import CRASHED
from .wording import message


def entries(env, blamed, families, remembered, unchanged):
    """Return ``blamed`` as dictionaries to remember.

    The subject of the first fault of a rule in a view is ``ir.ui.view,<id>``; the
    others carry what tells them apart behind a colon. A fault keeps the subject it was
    ``remembered`` under, so that mending one never renames another. What could not be
    looked at keeps all that was found in it before.

    :param unchanged: entries of this look that stand already
    """
    subjects = {_identity(entry): entry["subject"] for entry in remembered}
    taken = {(entry["rule"], entry["subject"]) for entry in unchanged}
    views = env["ir.ui.view"].browse({each.view_id for each in blamed})
    external_ids = views.get_external_id() if blamed else {}
    made = []
    for each in sorted(blamed, key=lambda each: (each.view_id, each.line or 0)):
        view = views.browse(each.view_id)
        made.append(
            {
                "rule": each.fault.rule,
                "view": each.view_id,
                "detail": each.fault.detail,
                "message": message(env, each, view, external_ids.get(view.id)),
                "line": each.line,
                "bucket": str(families.bucket(each.view_id)),
                "template": families.is_template(each.view_id),
            }
        )
    made += _kept(made, families, remembered)
    for entry in sorted(made, key=lambda entry: _identity(entry) not in subjects):
        entry["subject"] = subjects.get(_identity(entry)) or _free(entry, taken)
        taken.add((entry["rule"], entry["subject"]))
    return made


def finding(entry):
    """Return the finding that ``entry`` remembers."""
    return Finding(
        rule=entry["rule"],
        subject=entry["subject"],
        message=entry["message"],
        line=entry["line"],
        res_model="ir.ui.view",
        res_id=entry["view"],
    )


def _kept(made, families, remembered):
    """Return the entries ``remembered`` of families that could not be looked at."""
    known = {_identity(entry) for entry in made}
    unseen = {families.root(entry["view"]) for entry in made if _is_unseen(entry)}
    return [
        entry
        for entry in remembered
        if families.root(entry["view"]) in unseen
        and _identity(entry) not in known
        and not _is_unseen(entry)
    ]


def _is_unseen(entry):
    return entry["rule"] == CRASHED


def _identity(entry):
    return entry["rule"], entry["view"], entry["detail"]


def _free(entry, taken):
    bare = f"ir.ui.view,{entry['view']}"
    if (entry["rule"], bare) in taken:
        return f"{bare}:{entry['detail']}"
    return bare
