"""One line of a log, without what docker, journald or a terminal put around it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "FATAL")

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_COMPOSE = re.compile(r"^(?P<source>[\w.-]{1,80}?)\s{1,40}\| (?P<text>.*)$", re.S)
_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)"
_KUBERNETES = re.compile(rf"^{_ISO} (?P<source>stdout|stderr) [FP] (?P<text>.*)$", re.S)
_DOCKER_TIME = re.compile(rf"^{_ISO} (?P<text>.*)$", re.S)
_JOURNAL = re.compile(
    r"^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|"
    rf"{_ISO}) \S{{1,255}} (?P<source>[\w@./-]{{1,255}})(?:\[\d+\])?: (?P<text>.*)$",
    re.S,
)
_ODOO = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>DEBUG|RUNBOT|INFO|WARNING|ERROR|CRITICAL) \S+ (?P<logger>[^\s:]+): "
)
_STAMP = re.compile(
    r"^[\[(]?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[/.-](?:\d\d|[A-Z][a-z]{2})[/.-]\d{4})[ T:]"
)
_LEVEL_FIRST = re.compile(rf"^[\[<(]?(?P<level>{'|'.join(LEVELS)})\b")
_LEVEL_WORD = re.compile(rf"\b(?P<level>{'|'.join(LEVELS)})\b")
_HEADER = 100
"""A level that is not Odoo's own stands among the first so many characters."""

_TEXT_KEYS = ("message", "msg", "event", "MESSAGE", "log")
_LEVEL_KEYS = ("levelname", "level", "severity", "log.level")
_TRACE_KEYS = ("exc_info", "exception", "traceback", "stack_trace", "error.stack_trace")
_JOURNAL_PRIORITY = {"0": "CRITICAL", "1": "CRITICAL", "2": "CRITICAL"}


@dataclass(frozen=True)
class Line:
    """One line: who wrote it, what it says, and whether a record begins with it.

    ``level`` is None where the line does not tell.
    """

    source: str
    text: str
    begins: bool
    level: str | None


def parse(raw: str) -> Line:
    """Return what ``raw`` says, in whichever wrapping it came."""
    text = _ANSI.sub("", raw).rstrip("\r\n")
    source = ""
    for wrapping in (_COMPOSE, _KUBERNETES, _JOURNAL, _DOCKER_TIME):
        if match := wrapping.match(text):
            source = source or match.groupdict().get("source") or ""
            text = match["text"]
    if text.startswith("{") and (entry := _json(text)) is not None:
        return _structured(source, entry)
    return _plain(source, text)


def without_header(text: str) -> str:
    """Return ``text`` without the time, process and database that Odoo begins with."""
    match = _ODOO.match(text)
    return f"{match['logger']}: {text[match.end() :]}" if match else text


def _plain(source: str, text: str) -> Line:
    if match := _ODOO.match(text):
        return Line(source, text, True, match["level"])
    if match := _LEVEL_FIRST.match(text):
        return Line(source, text, True, match["level"])
    if _STAMP.match(text):
        match = _LEVEL_WORD.search(text[:_HEADER])
        return Line(source, text, True, match["level"] if match else None)
    return Line(source, text, False, None)


def _json(text: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _structured(source: str, entry: dict[str, Any]) -> Line:
    """Return the line an object stands for; docker and journald wrap a plain one."""
    text = _first(entry, _TEXT_KEYS) or ""
    plain = _plain(source, _ANSI.sub("", text).rstrip("\r\n"))
    if "log" in entry or "MESSAGE" in entry:
        source = source or str(entry.get("_SYSTEMD_UNIT") or entry.get("stream") or "")
        level = plain.level or _JOURNAL_PRIORITY.get(str(entry.get("PRIORITY")))
        return Line(source, plain.text, plain.begins, level)
    level = (_first(entry, _LEVEL_KEYS) or "").upper()
    trace = _first(entry, _TRACE_KEYS)
    text = f"{plain.text}\n{trace}" if trace else plain.text
    return Line(source, text, True, level if level in LEVELS else plain.level)


def _first(entry: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """Return the first of ``keys`` that has a value, as text.

    journald writes what is not plain text as a list of bytes.
    """
    for key in keys:
        value = entry.get(key)
        if isinstance(value, list) and all(isinstance(code, int) for code in value):
            return bytes(code & 255 for code in value).decode("utf-8", "replace")
        if value not in (None, ""):
            return str(value)
    return None
