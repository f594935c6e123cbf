"""How single values are written: comments, placeholders, unreadable texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...finding import Finding
from ...redact import MASK, redact
from ..blemishes import placeholder, without_comment
from ..expected import Expected
from ..options import Option, is_secret
from ..reading import Entry
from ..settings import Settings
from ..values import PATHS, Unreadable, is_skipped, parse

_CODE = re.compile(r"(\{\{|\{%|<%=)-?\s*([\w.]*)")
_DEFAULT = re.compile(r"(?<=\w):?[-+?=].*(?=\}$)", re.S)


def judge(settings: Settings, expected: Expected) -> Iterator[Finding]:
    """Yield at most one finding for every entry of the file."""
    for entry, option in settings.entries():
        for rule, message in _judged(entry, option):
            yield Finding(
                rule=rule,
                subject=f"{settings.label}:{entry.name}",
                message=message,
                file=settings.file,
                line=entry.line,
            )
            break


def _judged(entry: Entry, option: Option | None) -> Iterator[tuple[str, str]]:
    meant = without_comment(option, entry.value, entry.name)
    if meant is not None:
        whole = MASK if is_secret(entry.name) else _one_line(entry.value)
        yield "inline-comment", f"{entry.name} is the whole of: {whole}"
    found = placeholder(entry.value)
    if found and not (option and option.type in PATHS):
        yield "placeholder-unexpanded", f"{entry.name} holds {_name_of(found)}."
    if option is None or is_skipped(option, entry.value) or found:
        return
    try:
        parse(option, entry.value)
    except Unreadable as error:
        yield "option-invalid", f"{entry.name} has to be {error}."


def _one_line(text: str) -> str:
    return " ".join(redact(text).split())[:120]


def _name_of(placeholder: str) -> str:
    """Return a placeholder without its default or code: that may hold a secret."""
    code = _CODE.match(placeholder)
    if code:
        return " ".join((*filter(None, code.groups()), placeholder[-2:]))
    return _DEFAULT.sub("", placeholder)
