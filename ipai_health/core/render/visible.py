"""Foreign words on a line: names of files, views and services may hold anything."""

from __future__ import annotations


def visible(text: str) -> str:
    """Return ``text`` on one line with nothing in it that acts: control characters,
    which move a terminal's cursor or fake a line of the report, become their codes.
    """
    words = " ".join(text.split())
    if words.isprintable():
        return words
    return "".join(one if one.isprintable() else _code(one) for one in words)


def _code(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
