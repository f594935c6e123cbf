"""Errors that browsers report: without values, and the same error as one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from .redact import redact

MESSAGE_LENGTH = 300
STACK_LENGTH = 2000
FRAMES = 3
"""Places of a stack that tell one error from another."""

_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`\n]*)`")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$.-]{0,59}")
_MAIL = re.compile(r"[^\s@\"'<>/]{1,64}@[^\s@\"'<>/]{1,255}")
"""Firefox writes the place in a script as ``setup@/web/…``, which is none."""
_QUERY = re.compile(r"(https?://[^\s?#)]+)[?#][^\s)]*")
_ORIGIN = re.compile(r"https?://[^/\s)]+")
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,]{2,}(?![\w])")
_VERSION = re.compile(r"/web/assets/(?:\d+/)?[0-9a-f]{7}/")
_PLACE = re.compile(r":\d+(?::\d+)?")
_FIELD = re.compile(r"[\"']?([a-z_][\w.]*)[\"']?\.[\"'](\w+)[\"'] field is undefined")
_COMPONENT = re.compile(r"\bat (?:new |async )?([A-Z]\w+)[.\s(]")
_FRAMEWORK = {"App", "ComponentNode", "Fiber", "MountFiber", "RootFiber", "Scheduler"}


@dataclass(frozen=True)
class ClientError:
    """One error as a browser told it, stripped of values."""

    message: str
    stack: str

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits, the same for the same error elsewhere."""
        frames = [_PLACE.sub("", line) for line in self._frames()[:FRAMES]]
        key = "\0".join([self.message, *frames])
        return hashlib.sha256(key.encode()).hexdigest()[:16]

    @property
    def field(self) -> tuple[str, str] | None:
        """Return model and field when the error says that a field is lost."""
        found = _FIELD.search(self.message) or _FIELD.search(self.stack)
        return (found[1], found[2]) if found else None

    @property
    def component(self) -> str:
        """Return the first component that the stack names; empty when it names none."""
        for name in _COMPONENT.findall(self.stack):
            if name not in _FRAMEWORK:
                return str(name)
        return ""

    def _frames(self) -> list[str]:
        lines = [line.strip() for line in self.stack.splitlines()]
        return [line for line in lines if line.startswith("at ") or "@" in line]


def client_error(message: str, stack: str) -> ClientError:
    """Return what may be kept of a reported error: names stay, values go."""
    return ClientError(
        _stripped(message, MESSAGE_LENGTH), _stripped(stack, STACK_LENGTH)
    )


def _stripped(text: str, length: int) -> str:
    """Return what is left of ``text`` without values, of which some are long."""
    return strip_values(text[: 3 * length])[:length]


def strip_values(text: str) -> str:
    """Return ``text`` without quoted values that are no names, mail addresses, long
    numbers, hosts, queries of URLs, and versions of bundles.
    """
    text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    text = _QUERY.sub(r"\1", redact(text))
    text = _VERSION.sub("/web/assets/", _ORIGIN.sub("", text))
    text = _QUOTED.sub(_keep_name, text)
    text = _MAIL.sub("…", text)
    return _NUMBER.sub("…", text)


def _keep_name(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group is not None)
    quote = found[0][0]
    kept = inner if not inner or _IDENTIFIER.fullmatch(inner) else "…"
    return f"{quote}{kept}{quote}"
