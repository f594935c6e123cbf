"""Secrets that stand in the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...core.finding import Finding
from ..composition.service import Service
from ..composition.variables import is_unknown, raw
from .stack import Stack

_NAME = re.compile(
    r"(?:^|_)(?:PASS|PASSWD|PASSWORD|PWD|SECRET|TOKEN|API_?KEY|SECRET_?KEY|"
    r"PRIVATE_?KEY|ACCESS_?KEY|ADMIN_PASSWORD|ADMINPASSWORD)$|PASSWORD$|PASSWD$",
    re.I,
)
_NOT_SECRET = re.compile(
    r"^(?:|true|false|yes|no|none|null|\d{1,3}|/.*|file:.*|<[^>]*>|\*+)$", re.I | re.S
)
"""Switches, limits, paths of secret files, blanks to be filled in."""
_ALLOW = re.compile(r"ALLOW|ENABLE|DISABLE|REQUIRE|LENGTH|EXPIR|_FILE$", re.I)
_URL = re.compile(r"[a-z][a-z0-9+.-]{0,30}://[^\s:/@]*:(?P<secret>[^\s@/]+)@", re.I)
_FLAGS = ("--db_password", "--db-password", "-w", "--smtp-password")
_VARIABLE = re.compile(r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?[?+].*)?\})$", re.S)
"""The whole value is a variable without a default."""


def judge(stack: Stack) -> Iterator[Finding]:
    """Yield a finding for every variable or argument that holds a secret."""
    for service in stack.services:
        for name, value in service.environment.items():
            if _is_literal(name, value):
                default = raw(value).startswith("${")
                yield _finding(service, name, "environment", name, default=default)
        for flag in _flags(service):
            yield _finding(service, flag, "command")


def _finding(service: Service, name: str, *path: str, default: bool = False) -> Finding:
    return service.finding(
        "compose-secret-literal",
        f"{service.name}:{name}",
        f"The value of '{name}' stands in the file"
        + (", as the default of a variable." if default else "."),
        *path,
    )


def _is_literal(name: str, value: object) -> bool:
    if value is None or isinstance(value, (bool, int, float)):
        return isinstance(value, int) and _is_long_number(name, value)
    written = raw(value)
    url = _URL.search(written)
    if url and "$" not in url["secret"]:
        return True
    if not _NAME.search(name) or _ALLOW.search(name):
        return False
    if _VARIABLE.match(written) or _NOT_SECRET.match(written):
        return False
    if "$" in written:
        return not is_unknown(value) and bool(str(value))
    return True


def _is_long_number(name: str, value: int) -> bool:
    """Tell whether a number is a password such as 123456, rather than a limit."""
    secret = _NAME.search(name) and not _ALLOW.search(name)
    return bool(secret) and not isinstance(value, bool) and value > 999


def _flags(service: Service) -> Iterator[str]:
    written = [raw(word) for word in service.words]
    for index, word in enumerate(written):
        flag, equals, text = word.partition("=")
        if flag not in _FLAGS or (flag == "-w" and not _runs_odoo(written)):
            continue
        following = written[index + 1] if index + 1 < len(written) else ""
        value = text if equals else following
        if value and "$" not in value:
            yield flag


def _runs_odoo(words: list[str]) -> bool:
    return any("odoo" in word for word in words) or words[0].startswith("-")
