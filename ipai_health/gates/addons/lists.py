"""Reads lists of modules: lines, commas, or a shell script that is never run."""

from __future__ import annotations

import re

_MODULE = re.compile(r"[a-z_][a-z0-9_]*")
_ARRAY = re.compile(
    r"^\s*(?:(?:declare|local|readonly|export)\s+(?:-\w+\s+)*)?"
    r"(?P<name>\w+)\+?=\((?P<items>[^)]*)\)",
    re.M,
)
_TEXT = re.compile(
    r"^\s*(?:(?:readonly|export|local)\s+)?(?P<name>\w+)="
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w,]*))[ \t]*$",
    re.M,
)
_LOOP = re.compile(r"\bfor\s+\w+\s+in\s+(?P<items>[^;]*?)\s*(?:;|\n)\s*do\b")
_FLAG = re.compile(
    r"(?:\s-[iu][ =]?|\s--(?:init|update)[ =])[\"']?(?P<items>[\w,${}\[\]@*]+)"
)
_ODOO = re.compile(r"\bodoo(?:-bin)?\b|openerp|click-odoo")
_NAMED = re.compile(r"mod|addon|ship|install|depend|app", re.I)
_VARIABLE = re.compile(r"\$\{?(\w+)(?:\[[@*]\])?\}?")
_SCRIPT = re.compile(
    r"^#!.*sh\b|\bfor\s+\w+\s+in\b|^\s*\w+=\(|\b(?:done|fi|esac)\b|"
    r"\bodoo(?:-bin)?\s.*-[iu]\b",
    re.M,
)
_SUBSTITUTION = re.compile(r"\$\([^()]*\)|`[^`]*`")
"""What only running the script could tell."""
_TABLE = re.compile(r"\A.*\n[\s|+-]*---[\s|+-]*\n")
"""The head that psql prints above a column."""
_NOT_MODULES = frozenset(("all", "none", "true", "false"))


def modules_in(text: str) -> list[str]:
    """Return the names of modules that ``text`` lists, in their order."""
    found = _of_script(text) if _SCRIPT.search(text) else _of_list(text)
    return [name for name in dict.fromkeys(found) if name not in _NOT_MODULES]


def _of_list(text: str) -> list[str]:
    return _names(re.sub(r"\(\d+ rows?\)|[#;].*", "", _TABLE.sub("", text)))


def _of_script(text: str) -> list[str]:
    plain = _joined(text)
    variables = {match["name"]: match["items"] for match in _ARRAY.finditer(plain)}
    for match in _TEXT.finditer(plain):
        items = match["double"] or match["single"] or match["bare"] or ""
        variables.setdefault(match["name"], items)
    found = []
    for name, items in variables.items():
        if _NAMED.search(name):
            found += _names(_filled_in(items, variables))
    for match in _LOOP.finditer(plain):
        found += _names(_filled_in(match["items"], variables))
    for line in plain.split("\n"):
        if _ODOO.search(line):
            for match in _FLAG.finditer(line):
                found += _names(_filled_in(match["items"], variables))
    return found


def _joined(text: str) -> str:
    """Return the script without comments and substitutions, its lines joined."""
    lines = [re.sub(r"(?:^|\s)#(?!\{).*", "", line) for line in text.split("\n")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return _SUBSTITUTION.sub(" ", joined)


def _filled_in(items: str, variables: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda match: f" {variables.get(match[1], '')} ", items)


def _names(text: str) -> list[str]:
    words = re.split(r"[\s,\"'|]+", text)
    return [word for word in words if _MODULE.fullmatch(word)]
