"""Takes a shell script apart into commands and their words, without running it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_COMMENT = re.compile(r"(?:^|(?<=\s))#(?!\{).*")
_SUBSTITUTION = re.compile(r"\$\([^()]*\)|`[^`]*`")
"""What only running the script could tell."""
_TOKEN = re.compile(
    r"(?P<end>[\n;&|]+)|(?P<open>\()|(?P<close>\))|"
    r"(?P<word>(?:\"[^\"]*\"|'[^']*'|\\.|[^\s;&|()\"'\\])+)|\s|[\"'\\]"
)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|\\(.)")
_ASSIGNMENT = re.compile(r"(\w+)\+?=(.*)", re.S)
_BEFORE = frozenset(
    ("declare", "typeset", "local", "readonly", "export", "if", "then", "else",
     "elif", "while", "until", "do", "!", "{", "exec")
)  # fmt: skip
"""Words before an assignment or a command."""
_SAYS = ("echo", "printf")
"""Commands whose texts are for people."""


@dataclass
class Command:
    """The words of one command without quotes, and what it assigns before them."""

    words: list[str] = field(default_factory=list)
    assigned: list[tuple[str, str]] = field(default_factory=list)

    def add(self, word: str) -> None:
        """Take the next word."""
        assignment = _ASSIGNMENT.fullmatch(word)
        if not self.words and assignment:
            self.assigned.append((assignment[1], assignment[2]))
        elif self.words or not (word in _BEFORE or word.startswith("-")):
            self.words.append(word)

    def inner(self) -> list[str]:
        """Return the quoted texts that may be commands themselves."""
        words = [] if self.words and self.words[0] in _SAYS else self.words
        texts = (*words, *(items for _name, items in self.assigned))
        return [text for text in texts if " " in text and "odoo" in text]


def commands(script: str) -> list[Command]:
    """Return the commands of ``script``; those in a quoted text come after its own."""
    found = _parsed(script)
    inner = [text for command in found for text in command.inner()]
    return found + [command for text in inner for command in _parsed(text)]


def _parsed(script: str) -> list[Command]:
    found = [Command()]
    array: list[str] | None = None
    for token in _TOKEN.finditer(_plain(script)):
        word = _QUOTED.sub(lambda part: "".join(filter(None, part.groups())), token[0])
        if array is not None:
            if token["word"]:
                array.append(word)
            elif token["close"]:
                name, _nothing = found[-1].assigned.pop()
                found[-1].assigned.append((name, " ".join(array)))
                array = None
        elif token["word"]:
            found[-1].add(word)
        elif token["open"] and _begins_array(found[-1]):
            array = []
        elif token["end"] or token["open"] or token["close"]:
            found.append(Command())
    return found


def _begins_array(command: Command) -> bool:
    return bool(command.assigned and not command.words and not command.assigned[-1][1])


def _plain(script: str) -> str:
    """Return the script without comments and substitutions, its lines joined.

    A backslash takes the end of its line with it, also within a word.
    """
    lines = (_COMMENT.sub("", line) for line in script.split("\n"))
    return _SUBSTITUTION.sub(" ", "\n".join(lines).replace("\\\n", ""))
