"""Lists of modules in shell scripts, which are read and never run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .shell_words import Command, commands

_MODULE = re.compile(r"[a-z_][a-z0-9_]*")
_SCRIPT = re.compile(
    r"^#!.*sh\b|(?:^|;)[ \t]*for[ \t]+\w+[ \t]+in\b|"
    r"^[ \t]*(?:export[ \t]+)?\w+\+?=(?!=)|"
    r"^[ \t]*(?:done|fi|esac)\b",
    re.M,
)
_INSTALLS = re.compile(r"\s(?:-[iu]|--init|--update)\b")
_LIST = re.compile(
    r"(?:\w+_)?(?:modules|mods|addons|ship)(?:_list|_to_\w+)?"
    r"|(?:\w+_)?(?:install|module|addon)_list",
    re.I,
)
"""Names of variables that plainly hold modules."""
_LEFT_OUT = re.compile(r"(?:^|_)(?:skip|exclude|ignore|remove|uninstall)", re.I)
_EACH = re.compile(r"(?:\w+_)?(?:m|mod|module|addon)", re.I)
"""Names of what runs through modules in a loop."""
_VARIABLE = re.compile(r"\$\{?(\w+)(?:\[[@*]\])?\}?")
_SEPARATORS = re.compile(r"[\s,\"']+")

_ODOO = re.compile(
    r"(?:.*/)?(?:odoo(?:-bin)?(?:\.py)?|openerp-server|click-odoo[\w-]*)(?::[\w.-]+)?"
    r"|\$\{?(?i:odoo(?:_?(?:bin|cmd|command|exec))?)\}?"
)
"""A program, a service or an image that passes its arguments to Odoo."""
_RUNNERS = re.compile(
    r"(?:.*/)?(?:docker(?:-compose)?|podman(?:-compose)?|nerdctl|kubectl|sudo|su|gosu|"
    r"runuser|ssh|exec|env|time|timeout|nohup|nice|command|python[\d.]*|coverage|"
    r"xvfb-run|bash|sh)|\$.*"
)
"""What may stand before the program that is started."""
_SWITCHES = re.compile(r"-[itTdEHm]+|--(?:rm|no-deps|tty|interactive|detach)?")
"""Options of runners that take no value: what follows may be Odoo."""
_ARGUMENT = re.compile(r"-|\$|server$")
"""What follows a program; another word follows the name of a container or host."""
_INSTALL = re.compile(r"(?:-[iu]|--(?:init|update)=|--(?:init|update)$)=?")

_Variables = dict[str, str]


def is_script(text: str) -> bool:
    """Tell whether ``text`` is a shell script rather than a list."""
    return bool(_SCRIPT.search(text)) or any(
        "odoo" in line and _INSTALLS.search(line.partition("#")[0])
        for line in text.split("\n")
    )


def modules(text: str, known: Collection[str]) -> list[str]:
    """Return the modules in variables and loops, and those that Odoo is to install."""
    parts = commands(text)
    given: dict[str, list[str]] = {}
    for part in parts:
        for name, items in part.assigned:
            given.setdefault(name, []).append(items)
    variables = {name: " ".join(texts) for name, texts in given.items()}
    found = [
        module
        for name, items in variables.items()
        if _LIST.fullmatch(name) and not _LEFT_OUT.search(name)
        for module in _names(items, variables)
    ]
    for part in parts:
        found += _of_loop(part, variables, known)
    for part in parts:
        found += _of_odoo(part, variables)
    return found


def _of_loop(part: Command, variables: _Variables, known: Collection[str]) -> list[str]:
    words = part.words
    if len(words) < 3 or words[0] != "for" or words[2] != "in":
        return []
    items = _names(" ".join(words[3:]), variables)
    if _EACH.fullmatch(words[1]) or any(item in known for item in items):
        return items
    return []


def _of_odoo(part: Command, variables: _Variables) -> Iterator[str]:
    following = iter(part.words[_start(part.words) :])
    for word in following:
        flag = _INSTALL.match(word)
        if flag:
            items = word[flag.end() :] or next(following, "")
            yield from _names(items, variables)


def _start(words: list[str]) -> int:
    """Return where the arguments of Odoo begin: at the end where it is not started."""
    if not words or not (_ODOO.fullmatch(words[0]) or _RUNNERS.fullmatch(words[0])):
        return len(words)
    for index, (before, word, after) in enumerate(
        zip(["", *words], words, [*words[1:], ""], strict=False)
    ):
        is_value = before.startswith("-") and not _SWITCHES.fullmatch(before)
        if _ODOO.fullmatch(word) and not is_value and _ARGUMENT.match(after):
            return index + 1
    return len(words)


def _names(text: str, variables: _Variables) -> list[str]:
    """Return the modules in ``text``, each variable in it filled in once."""
    filled = [
        variables.get(name, "") for name in dict.fromkeys(_VARIABLE.findall(text))
    ]
    words = _SEPARATORS.split(" ".join((_VARIABLE.sub(" ", text), *filled)))
    return [word for word in words if _MODULE.fullmatch(word)]
