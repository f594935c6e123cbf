"""Secrets are taken out of everything that leaves this package, here."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
"""What stands in the place of a secret."""

_URL_PASSWORD = re.compile(
    r"(?P<head>\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@/]+(?=@)", re.I
)
_ASSIGNMENT = re.compile(
    r"(?P<head>\b[\w.-]*(?:password|passwd|secret|token|api_?key)[\w.-]*"
    r"[\"']?\s*[=:]\s*[\"']?)(?P<value>[^\s\"',;]+)",
    re.I,
)
_BEARER = re.compile(r"(?P<head>\bBearer\s+)\S+", re.I)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return ``text`` without passwords in URLs, values of keys that name a secret,
    bearer tokens, and the literal ``secrets`` given.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    for pattern in (_URL_PASSWORD, _ASSIGNMENT, _BEARER):
        text = pattern.sub(rf"\g<head>{MASK}", text)
    return text
