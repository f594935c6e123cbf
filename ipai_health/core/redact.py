"""Secrets are taken out of everything that leaves this package, here."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
"""What stands in the place of a secret."""

_QUOTED = (
    r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"?"
    r"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?"
)
_VALUE = rf"(?:{_QUOTED}|[^\s\"',;]|[,;]+(?=[^\s\"',;]))+"
"""A word, quoted texts in it; a comma at its end is no part of it."""
_SECRET = (
    r"(?:password|passwd|passphrase|(?-i:[Pp]wd)|secret|token|"
    r"(?:api|access|private)[_-]?key)"
)
_NAME = rf"[\w.-]{{0,40}}{_SECRET}[\w.-]{{0,40}}"
"""Bounded on both sides, so that no text takes long."""
_BLANK = r"[^\S\n]"
_FILE = r"[\w.-]{0,80}\.(?:cfg|conf|csv|env|ini|json|log|py|sh|toml|txt|xml|ya?ml):"

_WORD = re.compile(r"\S+")
_URL_HEAD = re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s:/]{0,200}:", re.I)
_NO_DSN = re.compile(
    r"\b(?P<head>postgres(?:ql)?://[^\s:/@\[]{0,200}:)(?!\d+\b)[^\s@]+$", re.I
)
"""A user and a password, and no host after them."""
_PORT = re.compile(r"\d{1,5}[/?#]")
"""After the host of a web address; an @ may follow in its path."""
_LINE = re.compile(
    rf"(?P<head>\b{_NAME}{_BLANK}+={_BLANK}+)(?!\"|'|{re.escape(MASK)})[^\n]+", re.I
)
"""As files of options have it: the value goes on to the end of the line."""
_ASSIGNMENT = re.compile(rf"(?P<head>\b{_NAME}[\"']?{_BLANK}*={_BLANK}*){_VALUE}", re.I)
_ENTRY = re.compile(
    # what comes after the name of a file is what is said about it
    rf"(?P<head>(?<![\w./-])(?!{_FILE}){_NAME}[\"']?{_BLANK}*:{_BLANK}*){_VALUE}",
    re.I,
)
_FLAG = re.compile(rf"(?P<head>--{_NAME}[ =]){_VALUE}", re.I)
_BEARER = re.compile(
    r"(?P<head>\bBearer\s+|\bauthorization[\"']?\s*[:=]\s*[\"']?basic\s+)"
    r"[A-Za-z0-9._~+/=-]{6,}",
    re.I,
)
_KEY = re.compile(
    rf"{_SECRET}|authorization|cookie|credential|session_?id|"
    r"^(?:auth|sid)$|(?:^|[._-]|db|smtp|user|root)pass$",
    re.I,
)


def names_secret(key: str) -> bool:
    """Tell whether what stands below ``key`` is a secret: it is not to be shown."""
    return bool(_KEY.search(key))


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return ``text`` without passwords in URLs, values of keys that name a secret,
    bearer tokens, and the literal ``secrets`` given.
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return _masked(text, (_LINE, _ASSIGNMENT, _ENTRY, _FLAG, _BEARER))


def redact_subject(text: str) -> str:
    """Return the subject of a finding without secrets.

    What stands between its colons are names, of modules, files and services, whatever
    they are called: masked they would be the same finding, or not be found again.
    """
    return _masked(text, (_ASSIGNMENT, _BEARER))


def _masked(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    text = _WORD.sub(_without_url_password, text)
    for pattern in patterns:
        text = pattern.sub(rf"\g<head>{MASK}", text)
    return text


def _without_url_password(word: re.Match[str]) -> str:
    """Return the word without what stands before its last @: a password that nobody
    escaped may hold an @ or a slash itself.
    """
    text = word[0]
    end = text.rfind("@")
    if end < 0:
        return _NO_DSN.sub(rf"\g<head>{MASK}", text)
    for head in _URL_HEAD.finditer(text):
        start = head.end()
        if start >= end:
            break
        if not (
            head[0].lower().startswith(("http", "ws")) and _PORT.match(text, start)
        ):
            return f"{text[:start]}{MASK}{text[end:]}"
    return text
