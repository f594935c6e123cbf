"""Variables of compose files: where they come from, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import CannotLook
from ..text_file import read_text

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[=:](.*))?$", re.S)
OPERATORS = (":-", ":?", ":+", "-", "?", "+")
_BRACE = re.compile(r"\$\{|\}")
MAX_DEPTH = 20
MAX_VARIABLES = 200
"""Variables in one value; more are no value of a composition."""


class Text(str):
    """A text after filling in; ``raw`` is what the file says."""

    raw: str

    def __new__(cls, value: str, raw: str) -> Text:
        """Return ``value`` that remembers ``raw``."""
        made = super().__new__(cls, value)
        made.raw = raw
        return made


def raw(value: object) -> str:
    """Return how ``value`` is written in the file."""
    return value.raw if isinstance(value, Text) else str(value)


def is_unknown(text: object) -> bool:
    """Tell whether ``text`` holds a variable that nobody has set."""
    return "${" in str(text)


def filled_in(text: str, variables: Mapping[str, str], depth: int = 0) -> str:
    """Return ``text`` with its variables; one that nobody set stays as ``${NAME}``."""
    if text.count("${") > MAX_VARIABLES:
        return text
    parts, position = [], 0
    while (start := text.find("$", position)) >= 0:
        parts.append(text[position:start])
        following = text[start + 1 : start + 2]
        name = _NAME.match(text, start + 1)
        if following == "$":
            parts.append("$")
            position = start + 2
        elif following == "{" and (end := _closing(text, start + 2)) >= 0:
            parts.append(_braced(text[start + 2 : end], variables, depth))
            position = end + 1
        elif name:
            parts.append(variables.get(name[0], f"${{{name[0]}}}"))
            position = name.end()
        else:
            parts.append("$")
            position = start + 1
    return "".join([*parts, text[position:]])


def _closing(text: str, start: int) -> int:
    """Return where the brace closes that was opened before ``start``, or -1."""
    depth = 1
    for sign in _BRACE.finditer(text, start):
        depth += 1 if sign[0] == "${" else -1
        if not depth:
            return sign.start()
    return -1


def _braced(inner: str, variables: Mapping[str, str], depth: int) -> str:
    match = _NAME.match(inner)
    if not match or depth > MAX_DEPTH:
        return f"${{{inner}}}"
    name, rest = match[0], inner[match.end() :]
    operator = next((one for one in OPERATORS if rest.startswith(one)), "")
    word = filled_in(rest[len(operator) :], variables, depth + 1) if operator else ""
    value = variables.get(name)
    given = bool(value) if operator.startswith(":") else value is not None
    if operator.endswith("+"):
        return word if given else ""
    if given and value is not None:
        return value
    return word if operator.endswith("-") else f"${{{name}}}"


def read_env_file(path: Path) -> dict[str, str]:
    """Return the variables of an env file; raises ``CannotLook``."""
    try:
        text = read_text(path)
    except CannotLook:
        if path.is_file() and not path.stat().st_size:
            return {}
        raise
    variables: dict[str, str] = {}
    for line in _logical_lines(text):
        match = _LINE.match(line)
        if match and match[2] is not None:
            variables[match[1]] = _value(match[2].strip(), variables)
    return variables


def _logical_lines(text: str) -> Iterator[str]:
    """Yield the lines, those within quotes joined; what is not closed is left out."""
    joined: list[str] = []
    quote = ""
    for line in text.split("\n"):
        if not joined and line.lstrip().startswith("#"):
            continue
        value = line
        if not joined:
            value = line.partition("=")[2].strip()
            quote, value = value[:1], value[1:]
        joined.append(line)
        if quote not in ("'", '"') or re.search(rf"(?<!\\){quote}", value):
            yield "\n".join(joined)
            joined = []


def _value(text: str, variables: Mapping[str, str]) -> str:
    if text[:1] == "'":
        return text[1 : text.find("'", 1)]
    if text[:1] == '"':
        match = re.match(r'"((?:[^"\\]|\\.)*)"', text, re.S)
        inner = match[1] if match else text[1:]
        inner = re.sub(r'\\(["\\$])', r"\1", inner).replace("\\n", "\n")
        return filled_in(inner, variables)
    return filled_in(re.split(r"\s#", text, maxsplit=1)[0].rstrip(), variables)
