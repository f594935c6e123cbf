"""One line of a log, without what docker, journald or a terminal put around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..redact import names_secret

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "FATAL")

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_COMPOSE = re.compile(r"^(?P<source>[\w.@-]{1,160}?)\s{1,40}\| (?P<text>.*)$", re.S)
"""Of docker compose, and with an @ of docker service."""
_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)"
_KUBERNETES = re.compile(rf"^{_ISO} (?P<source>stdout|stderr) [FP] (?P<text>.*)$", re.S)
_DOCKER_TIME = re.compile(rf"^{_ISO} (?P<text>.*)$", re.S)
_KUBECTL = re.compile(r"^\[(?P<source>pod/[\w./-]{1,320})\] (?P<text>.*)$", re.S)
_STERN = re.compile(
    # nothing marks the two names but what follows: a line of Odoo
    r"^(?P<source>[\w.-]{1,253} [\w.-]{1,63}) "
    r"(?P<text>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ .*)$",
    re.S,
)
_RFC_5424 = re.compile(
    rf"^<\d{{1,3}}>\d (?:{_ISO}|-) \S{{1,255}} (?P<source>\S{{1,48}}) \S{{1,128}} "
    r"\S{1,32} (?:-|(?:\[(?:[^\]\\]|\\.){0,1000}\]){1,8}) \ufeff?(?P<text>.*)$",
    re.S,
)
_WHEN_WHERE = (
    r"^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|"
    r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [\w+:-]{1,10}|"
    rf"{_ISO}) \S{{1,255}} "
)
_JOURNAL = re.compile(
    rf"{_WHEN_WHERE}(?P<source>[\w@./-]{{1,255}})(?:\[\d+\])?: (?P<text>.*)$", re.S
)
_SYSLOG = re.compile(rf"{_WHEN_WHERE}(?P<text>Odoo Server .*)$", re.S)
_WRAPPINGS = (
    *(_COMPOSE, _KUBERNETES, _KUBECTL, _STERN, _RFC_5424, _JOURNAL, _SYSLOG),
    _DOCKER_TIME,
)
"""In this order; several may be around one another."""
_ODOO = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>DEBUG|RUNBOT|INFO|WARNING|ERROR|CRITICAL) \S+ (?P<logger>[^\s:]+): "
)
_ODOO_SYSLOG = re.compile(
    r"^Odoo Server [^\s:]{1,40}:[^:]{0,63}:"
    r"(?P<level>DEBUG|RUNBOT|INFO|WARNING|ERROR|CRITICAL):(?P<logger>[^\s:]+):"
)
"""With ``--syslog``, as odoo/netsvc.py has it."""
_STAMP = re.compile(
    r"^[\[(]?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[/.-](?:\d\d|[A-Z][a-z]{2})[/.-]\d{4})[ T:]"
)
_LEVEL_FIRST = re.compile(rf"^[\[<(]?(?P<level>{'|'.join(LEVELS)})\b")
_LEVEL_WORD = re.compile(rf"\b(?P<level>{'|'.join(LEVELS)})\b")
_HEADER = 100
"""A level that is not Odoo's own stands among the first so many characters."""

_TEXT_KEYS = ("message", "msg", "event", "MESSAGE", "log", "text")
_LEVEL_KEYS = (
    *("levelname", "level", "severity", "log.level"),
    *("lvl", "loglevel", "log_level", "level_name", "levelName"),
)
_ERROR_KEYS = ("error", "err", "error.message")
_TRACE_KEYS = ("exc_info", "exception", "traceback", "stack_trace", "error.stack_trace")
_JOURNAL_PRIORITY = {"0": "CRITICAL", "1": "CRITICAL", "2": "CRITICAL"}


@dataclass(frozen=True)
class Line:
    """One line: who wrote it, what it says, and whether a record begins with it.

    ``level`` is None where the line does not tell. ``message`` is all of ``text`` but
    in an object, of which it is what is said and the error: other values are labels.
    """

    source: str
    text: str
    begins: bool
    level: str | None
    message: str


def parse(raw: str) -> Line:
    """Return what ``raw`` says, in whichever wrapping it came."""
    text = _ANSI.sub("", raw).rstrip("\r\n")
    source = ""
    for wrapping in _WRAPPINGS:
        if match := wrapping.match(text):
            source = source or match.groupdict().get("source") or ""
            text = match["text"]
    if text.startswith("{") and (entry := _json(text)) is not None:
        return _structured(source, entry)
    return _plain(source, text)


def without_header(text: str) -> str:
    """Return ``text`` without the time, process and database that Odoo begins with."""
    match = _ODOO.match(text) or _ODOO_SYSLOG.match(text)
    return f"{match['logger']}: {text[match.end() :]}" if match else text


def _plain(source: str, text: str) -> Line:
    begins, level = _beginning(text)
    return Line(source, text, begins, level, message=text)


def _beginning(text: str) -> tuple[bool, str | None]:
    """Tell whether a record begins with ``text``, and its level."""
    for header in (_ODOO, _ODOO_SYSLOG, _LEVEL_FIRST):
        if match := header.match(text):
            return True, match["level"]
    if not _STAMP.match(text):
        return False, None
    match = _LEVEL_WORD.search(text[:_HEADER])
    return True, match["level"] if match else None


def _json(text: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _structured(source: str, entry: dict[str, Any]) -> Line:
    """Return the line an object stands for; docker and journald wrap a plain one.

    All that an object of another kind says is its text, a line for each value but
    those of keys that name a secret: without its key nobody sees that it is one.
    """
    text = _first(entry, _TEXT_KEYS) or ""
    plain = _plain(source, _ANSI.sub("", text).rstrip("\r\n"))
    if isinstance(entry.get("log"), str) or "MESSAGE" in entry:
        source = source or str(entry.get("_SYSTEMD_UNIT") or entry.get("stream") or "")
        level = plain.level or _JOURNAL_PRIORITY.get(str(entry.get("PRIORITY")))
        return replace(plain, source=source, level=level)
    levels = (entry, entry.get("log"))
    named = (_first(one, _LEVEL_KEYS) for one in levels if isinstance(one, dict))
    level = next(filter(None, named), "").upper()
    known = level if level in LEVELS else plain.level
    traces = [entry.get(key) for key in _TRACE_KEYS]
    errors = [entry.get(key) for key in _ERROR_KEYS]

    def lines(told: list[Any]) -> str:
        others = (one for one in _texts(told) if one != text)
        return "\n".join(filter(None, dict.fromkeys((plain.text, *others))))

    message = lines([*errors, *traces])
    return Line(source, lines([*traces, entry]), True, known, message)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in ``value``, however deep, that no key calls a secret."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            told = [below for key, below in one.items() if not names_secret(key)]
            pending += reversed(told)
        elif isinstance(one, list):
            pending += reversed(one)


def _first(entry: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """Return the first of ``keys`` that has a value, as text.

    journald writes what is not plain text as a list of bytes.
    """
    for key in keys:
        value = entry.get(key)
        if isinstance(value, list) and all(isinstance(code, int) for code in value):
            return bytes(code & 255 for code in value).decode("utf-8", "replace")
        if value not in (None, "") and not isinstance(value, (dict, list)):
            return str(value)
    return None
