"""Secrets are taken out of everything that leaves this package, here."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
"""What stands in the place of a secret."""

_VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"',;]+)"
"""A quoted text, or a word."""
_NAME = (
    r"[\w.-]{0,40}(?:password|passwd|passphrase|secret|token|"
    r"(?:api|access|private)_?key)[\w.-]{0,40}"
)
"""Bounded on both sides, so that no text takes long."""
_URL_PASSWORD = re.compile(
    # to the last @ before a slash: a password may hold one itself
    r"(?P<head>\b[a-z][a-z0-9+.-]{0,30}://[^\s:/@]{0,200}:)[^\s/]+(?=@)",
    re.I,
)
_ASSIGNMENT = re.compile(rf"(?P<head>\b{_NAME}[\"']?\s*[=:]\s*){_VALUE}", re.I)
_FLAG = re.compile(rf"(?P<head>--{_NAME}[ =]){_VALUE}", re.I)
_BEARER = re.compile(
    r"(?P<head>\bBearer\s+|\bauthorization[\"']?\s*[:=]\s*[\"']?basic\s+)"
    r"[A-Za-z0-9._~+/=-]{6,}",
    re.I,
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return ``text`` without passwords in URLs, values of keys that name a secret,
    bearer tokens, and the literal ``secrets`` given.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    for pattern in (_URL_PASSWORD, _ASSIGNMENT, _FLAG, _BEARER):
        text = pattern.sub(rf"\g<head>{MASK}", text)
    return text
