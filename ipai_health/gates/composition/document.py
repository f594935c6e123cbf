"""Reads YAML documents into plain values, bounded, with the line of every key.

Built from the parser's events rather than by a YAML loader: nothing recurses, anchors
cannot blow up, ``22:22`` stays a text and ``on`` a word, as in docker compose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import CannotLook

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 100
MAX_VALUES = 200_000
"""Values a document may unfold to; a bomb of anchors has billions."""

Path = tuple[str, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_OTHER_BASE = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Tagged:
    """A value under ``!reset`` or ``!override``, which merging has to obey."""

    def __init__(self, tag: str, value: Any) -> None:
        self.tag = tag
        self.value = value


@dataclass
class Document:
    """Its values, and the line in the file of every mapping key and list item."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)


@dataclass
class _Open:
    """A collection whose end has not come yet."""

    value: dict[str, Any] | list[Any]
    path: Path
    anchor: str | None
    tag: str | None
    key: str | None = None
    merges: list[Any] = field(default_factory=list)
    expects_key: bool = True


def read(text: str, name: str) -> list[Document]:
    """Return the documents in ``text``; raises ``CannotLook`` for what is no YAML."""
    try:
        return _Builder(name).build(yaml.parse(text, Loader=Loader))
    except yaml.YAMLError as error:
        line = ""
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        if mark:
            line = f" in line {mark.line + 1}"
        problem = getattr(error, "problem", None) or "unreadable"
        raise CannotLook(f"{name}: not YAML{line}: {problem}") from None


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[Document] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, Any] = {}
        self.sizes: dict[int, int] = {}
        self.values = 0

    def build(self, events: Any) -> list[Document]:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents.append(Document())
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
        return self.documents

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.implicit[0] and not event.style:
            value = _resolved(value)
        if event.anchor:
            self.anchors[event.anchor] = value
        line = event.start_mark.line + 1
        if self._wants_key():
            self._key(event.value, line)
        else:
            self._put(_tagged(event.tag, value), line)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.anchor not in self.anchors:
            raise CannotLook(f"{self.name}: line {line}: unknown anchor {event.anchor}")
        value = self.anchors[event.anchor]
        self._count(self.sizes.get(id(value), 1))
        if self._wants_key():
            self._key(str(value), line)
        else:
            self._put(value, line)

    def _open(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if len(self.stack) >= MAX_DEPTH:
            raise CannotLook(f"{self.name}: line {line}: nested too deeply")
        if self._wants_key():
            raise CannotLook(f"{self.name}: line {line}: a key has to be a word")
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._line(line)
        self.stack.append(
            _Open({} if mapping else [], self._path(), event.anchor, event.tag)
        )
        self.stack[-1].merges = [self.values]

    def _close(self) -> None:
        done = self.stack.pop()
        before, *merges = done.merges
        value: Any = done.value
        if isinstance(value, dict):
            for source in merges:
                for key, inherited in source.items():
                    value.setdefault(key, inherited)
        self.sizes[id(value)] = self.values - before + 1
        if done.anchor:
            self.anchors[done.anchor] = value
        self._put(_tagged(done.tag, value), 0)  # its line is known

    def _wants_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return bool(top and isinstance(top.value, dict) and top.expects_key)

    def _key(self, key: str, line: int) -> None:
        top = self.stack[-1]
        if key != "<<" and key in top.value:
            raise CannotLook(f"{self.name}: line {line}: {key} stands there twice")
        top.key, top.expects_key = key, False
        self._line(line)

    def _put(self, value: Any, line: int) -> None:
        self._count(1)
        if not self.stack:
            self.documents[-1].value = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            self._line(line)
            top.value.append(value)
            return
        top.expects_key = True
        if top.key == "<<":
            sources = value if isinstance(value, list) else [value]
            top.merges += [source for source in sources if isinstance(source, dict)]
        else:
            top.value[top.key or ""] = value

    def _count(self, values: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            raise CannotLook(f"{self.name}: its anchors unfold without end")

    def _path(self) -> Path:
        if not self.stack:
            return ()
        top = self.stack[-1]
        last = str(len(top.value)) if isinstance(top.value, list) else top.key or ""
        return (*top.path, last)

    def _line(self, line: int) -> None:
        self.documents[-1].lines.setdefault(self._path(), line)


def _tagged(tag: str | None, value: Any) -> Any:
    return Tagged(tag, value) if tag in ("!reset", "!override") else value


def _resolved(text: str) -> Any:
    """Return what a plain word means in docker compose (YAML 1.2)."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
