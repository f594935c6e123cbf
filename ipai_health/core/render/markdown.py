"""Foreign words in Markdown: a name formats nothing, links nowhere, calls nobody."""

from __future__ import annotations

import re

from .visible import visible

_NOTHING = "\N{ZERO WIDTH SPACE}"
"""Stands inside of what would act, where there is no way to escape that is not seen."""

_CALL = re.compile(r"@(?=\w)")
_LINK = re.compile(r"\](?=[(\[:])")
_SIGN = re.compile(
    r"[\\`*\[\]<>|~]"
    # within a word it is only a letter, as in web_assets
    r"|(?<![^\W_])_|_(?![^\W_])"
    # what HTML would read as another letter
    r"|&(?=#?\w+;)"
)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def for_ticket(text: str) -> str:
    """Return ``text`` on one line, to be read as it is where Markdown is shown."""
    return _CALL.sub(f"@{_NOTHING}", _SIGN.sub(r"\\\g<0>", visible(text)))


def for_chat(text: str) -> str:
    """Return ``text`` on one line for Slack, which knows three entities and shows a
    backslash, and Mattermost, which knows both: neither links nor calls anybody.
    """
    words = visible(text).translate(_ENTITIES)
    return _LINK.sub(f"]{_NOTHING}", _CALL.sub(f"@{_NOTHING}", words))
