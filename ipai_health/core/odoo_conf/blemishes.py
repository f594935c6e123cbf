"""What hides the true value of an option: comments behind it, placeholders in it."""

from __future__ import annotations

import re

from .options import Option, is_secret
from .values import Unreadable, parse

_COMMENT = re.compile(r"(?:^|\s)[#;].*")
_SECRET_COMMENT = re.compile(r"(?:^|\s)[#;]\s.*")
"""A secret may hold # after a blank, hardly with a blank on either side."""
_TIGHT_COMMENT = re.compile(r"[#;]")

_PLACEHOLDER = re.compile(
    r"\$\{[A-Za-z_]\w*(?::?[-+?=][^}]{0,500})?\}"  # of shells
    r"|\{\{(?:(?!\{\{).)*?\}\}"  # of Jinja and its kin
    r"|\{%(?:(?!\{%).)*?%\}"
    r"|<%=(?:(?!<%=).)*?%>"
)
"""From the innermost start, and bounded, so that no value takes long."""
_BARE_VARIABLE = re.compile(r"\$[A-Z_][A-Z0-9_]*")

_NO_COMMENTS = frozenset(("csv_internal_sep",))
"""Its value may be such a sign."""


def without_comment(option: Option | None, text: str, name: str) -> str | None:
    """Return the value meant where a comment stands behind it, else None."""
    if name in _NO_COMMENTS:
        return None
    pattern = _SECRET_COMMENT if is_secret(name) else _COMMENT
    lines = text.split("\n")
    cleaned = [pattern.sub("", line).rstrip() for line in lines]
    if cleaned != [line.rstrip() for line in lines]:
        return "\n".join(cleaned)
    return _tight(option, text)


def _tight(option: Option | None, text: str) -> str | None:
    """Return the value before a comment without a blank: only where that tells."""
    if option is None or option.type not in ("bool", "int", "float", "choice"):
        return None
    meant, *comment = _TIGHT_COMMENT.split(text, maxsplit=1)
    meant = meant.rstrip()
    if not meant or not "".join(comment).strip():
        return None
    try:
        parse(option, meant)
    except Unreadable:
        return None
    return meant


def placeholder(text: str) -> str | None:
    """Return the placeholder in ``text``, or None."""
    match = _PLACEHOLDER.search(text) or _BARE_VARIABLE.fullmatch(text.strip())
    return match[0] if match else None
