"""The bytes that leave the probe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..core.severity import FAIL, STATUSES, Status

StartResponse = Callable[[str, list[tuple[str, str]]], Any]

HEALTH_JSON = "application/health+json"

OK = "200 OK"
NOT_FOUND = "404 Not Found"
NOT_ALLOWED = "405 Method Not Allowed"
UNAVAILABLE = "503 Service Unavailable"


class Answer(NamedTuple):
    """A response in the making."""

    code: str
    body: bytes
    content_type: str = HEALTH_JSON
    headers: tuple[tuple[str, str], ...] = ()


def code_of(status: Status) -> str:
    """Return the HTTP status line that ``status`` stands for."""
    return UNAVAILABLE if status == FAIL else OK


ONE_WORD = {
    status: Answer(code_of(status), b'{"status": "%s"}' % status.encode())
    for status in STATUSES
}
"""All that a caller without rights ever reads."""


def send(answer: Answer, method: str, start_response: StartResponse) -> list[bytes]:
    """Start the response and return its body, none for HEAD and OPTIONS."""
    length = 0 if method == "OPTIONS" else len(answer.body)
    start_response(
        answer.code,
        [
            ("Content-Type", answer.content_type),
            ("Cache-Control", "no-store"),
            ("Content-Length", str(length)),
            *answer.headers,
        ],
    )
    return [answer.body] if method == "GET" else []
