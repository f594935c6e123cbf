"""Which views are built otherwise in another language than in English.

A translation replaces words. Only where it also changes tags, or where a locator
looks for words, can a view be faulty in one language and sound in another.
"""

import re

from odoo.tools.translate import TRANSLATED_ATTRS

ENGLISH = "en_US"
"""What views are written in; Odoo falls back to it."""

TEXT = re.compile(r">[^<]*<")
NAMES = "|".join(sorted(TRANSLATED_ATTRS))
WORDED = re.compile(rf"""\b(?:{NAMES})=("[^"]*"|'[^']*')""")
LOOKS_FOR_WORDS = re.compile(r"<xpath[^<]*(?:text\(\)|\[\s*\.|contains\s*\(\s*\.)")


def differing(view_model, languages, ids):
    """Return the numbers of the views to look at again in each of ``languages``.

    :param view_model: ``ir.ui.view``, empty, in English
    :param ids: the views to compare; all when ``None``
    """
    if not languages:
        return {}
    domain = [("active", "=", True)]
    if ids is not None:
        domain.append(("id", "in", ids))
    english = view_model.search_fetch(domain, ["arch_db"])
    known = {view.id: view.arch_db or "" for view in english}
    shapes = {view_id: _shape(text) for view_id, text in known.items()}
    found = {}
    for language in languages:
        views = english.with_context(lang=language)
        views.fetch(["arch_db"])
        found[language] = {
            view.id
            for view in views
            if LOOKS_FOR_WORDS.search(text := view.arch_db or "")
            or (text != known[view.id] and _shape(text) != shapes[view.id])
        }
    return {language: views for language, views in found.items() if views}


def _shape(text):
    """Return ``text`` without its words."""
    return WORDED.sub("", TEXT.sub("><", text))
